import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** True while something on the page was answered without the host's storage, from what it knew last. */
export function useOldAnswers(): boolean {
  const queries = useQueryClient().getQueryCache();
  return useSyncExternalStore((changed) => queries.subscribe(changed), () => queries.getAll().some((query) => query.isActive() && isOldAnswer(query.state.data)));
}

/** A list, a history or figures that say so; the same word in a status tells that its checks are overdue, which is another matter. */
export function isOldAnswer(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.some(isOldAnswer);
  return 'stale' in data && data.stale === true && !('status' in data);
}

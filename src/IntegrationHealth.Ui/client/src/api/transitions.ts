import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client';
import { rootOf, type Scope } from './health';
import type { Page, Transition } from './types';

export interface TransitionFilter {
  status?: readonly string[];
  provider?: readonly string[];
  q?: string;
}

/** Changes of status, newest first. */
export function transitionsQuery(api: ApiClient, scope: Scope, filter: TransitionFilter, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ['transitions', scope, filter, limit] as const,
    queryFn: ({ pageParam, signal }) => api.get<Page<Transition>>(`${rootOf(scope)}/health/transitions`, { ...filter, limit, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

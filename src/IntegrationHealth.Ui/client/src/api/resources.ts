import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiClient } from './client';
import { useApi } from './context';
import type { Page } from './types';

/** A kind of thing that an administrator keeps: its list is one page or a few, read whole. */
export function resourceQuery<T>(api: ApiClient, path: string) {
  return queryOptions({
    queryKey: [path] as const,
    queryFn: async ({ signal }) => {
      const all: T[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page<T> = await api.get<Page<T>>(path, { limit: 200, cursor }, signal);
        all.push(...page.items);
        // A list that is never more than a page may leave it out.
        cursor = (page.nextCursor) ?? null;
      }
      return all;
    },
  });
}

/** Creates what has no id yet, and replaces what has one. */
export function useSaveResource<T extends { id: string }>(path: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: T) => (id ? api.change<T>('PUT', `${path}/${encodeURIComponent(id)}`, body) : api.change<T>('POST', path, body)),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
  });
}

export function useDeleteResource(path: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.change('DELETE', `${path}/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
  });
}

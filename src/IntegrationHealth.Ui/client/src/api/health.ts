import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { ApiClient } from './client';
import { useApi } from './context';
import { writeHealth } from './healthCache';
import { Turnstile } from './turnstile';
import type { Bucket, Check, HealthPage, Incident, IntegrationHealth, Page } from './types';

/** Whose routes are called: a person's own, or an administrator's over everyone. */
export type Scope = 'owner' | 'admin';

export interface HealthFilter {
  status?: readonly string[];
  provider?: readonly string[];
  ownerId?: string;
  tag?: string;
  /** Only those that have none of these. */
  without?: readonly ('tag' | 'ownerId')[];
  failureKind?: string;
  q?: string;
  sort?: string;
}

export const pageSize = 200;
export const recentChecks = 40;

export function rootOf(scope: Scope): string {
  return scope === 'admin' ? 'admin/integrations' : 'integrations';
}

export function healthPathOf(scope: Scope, id: string): string {
  return `${rootOf(scope)}/${encodeURIComponent(id)}/health`;
}

export function healthListQuery(api: ApiClient, scope: Scope, filter: HealthFilter) {
  return infiniteQueryOptions({
    queryKey: ['healthList', scope, filter] as const,
    queryFn: ({ pageParam, signal }) => api.get<HealthPage>(`${rootOf(scope)}/health`, { ...filter, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function healthQuery(api: ApiClient, scope: Scope, id: string) {
  return queryOptions({
    queryKey: ['health', scope, id] as const,
    queryFn: ({ signal }) => api.get<IntegrationHealth>(healthPathOf(scope, id), {}, signal),
  });
}

/** Bars that are read at a time: rows that are scrolled into view must not take all of a browser's connections. */
const bars = new Turnstile(4);

/** The last checks, oldest first: what the bar of a row shows. */
export function recentQuery(api: ApiClient, scope: Scope, id: string) {
  return queryOptions({
    queryKey: ['recent', scope, id] as const,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => bars.pass(async () =>
      (await api.get<Page<Check>>(`${healthPathOf(scope, id)}/history`, { limit: recentChecks }, signal)).items.reverse(), signal),
  });
}

export function checksQuery(api: ApiClient, scope: Scope, id: string, from: string | null = null, to: string | null = null) {
  return infiniteQueryOptions({
    queryKey: ['checks', scope, id, from, to] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Check>>(`${healthPathOf(scope, id)}/history`, { from, to, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** All buckets between two times; a window holds at most a few pages of them. */
export function bucketsQuery(api: ApiClient, scope: Scope, id: string, resolution: 'hour' | 'day', from: string) {
  return queryOptions({
    queryKey: ['buckets', scope, id, resolution, from] as const,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const all: Bucket[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page<Bucket> = await api.get<Page<Bucket>>(`${healthPathOf(scope, id)}/history`, { resolution, from, limit: pageSize, cursor }, signal);
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
  });
}

export function incidentsQuery(api: ApiClient, scope: Scope, id: string) {
  return infiniteQueryOptions({
    queryKey: ['incidents', scope, id] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Incident>>(`${healthPathOf(scope, id)}/incidents`, { limit: 20, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** Checks one integration now; the answer goes where every page reads it. */
export function useCheckNow(scope: Scope, id: string) {
  const api = useApi();
  const client: QueryClient = useQueryClient();
  return useMutation({
    mutationKey: ['checkNow', id],
    mutationFn: () => api.change<IntegrationHealth>('POST', `${healthPathOf(scope, id)}/check`),
    onSuccess: (health) => writeHealth(client, [health]),
  });
}

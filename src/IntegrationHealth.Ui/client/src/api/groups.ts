import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client';
import { rootOf, type HealthFilter, type Scope } from './health';
import { statuses, type HealthGroup, type Page, type Status, type Summary } from './types';

export type Grouping = 'provider' | 'ownerId' | 'tag' | 'status';

interface GroupPage extends Page<HealthGroup> {
  total: number;
}

/** Groups a page at a time, the worst first; by status there is nothing to ask, as the list's own summary says it. */
export function groupsQuery(api: ApiClient, scope: Scope, by: Exclude<Grouping, 'status'>, whole: HealthFilter) {
  // Groups have an order of their own.
  const filter: HealthFilter = { ...whole };
  delete filter.sort;
  delete filter.without;
  return infiniteQueryOptions({
    queryKey: ['healthGroups', scope, by, filter] as const,
    queryFn: ({ pageParam, signal }) => api.get<GroupPage>(`${rootOf(scope)}/health/groups`, { by, ...filter, limit: 100, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function groupsByStatus(summary: Summary, filter: HealthFilter): HealthGroup[] {
  const none: Summary = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 };
  return statuses
    .filter((status) => summary[status] > 0 && (!filter.status?.length || filter.status.includes(status)))
    .map((status) => ({ key: status, total: summary[status], summary: { ...none, [status]: summary[status] } }));
}

/** The list that a group opens to. */
export function filterOfGroup(by: Grouping, key: string, filter: HealthFilter): HealthFilter {
  switch (by) {
    case 'provider': return { ...filter, provider: [key] };
    case 'status': return { ...filter, status: [key] };
    case 'ownerId': return key ? { ...filter, ownerId: key } : { ...filter, without: ['ownerId'] };
    case 'tag': return key ? { ...filter, tag: key } : { ...filter, without: ['tag'] };
  }
}

const worstOrder: readonly Status[] = ['unhealthy', 'degraded', 'unknown', 'healthy', 'paused'];

/** What a closed group shows: the worst that is in it. */
export function worstOf(summary: Summary): Status {
  return worstOrder.find((status) => summary[status] > 0) ?? 'unknown';
}


import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client';

/** How the library itself is doing, as the host sees it that answers. */
export interface SystemInfo {
  integrations: number;
  queue: SystemQueue;
  workers: SystemWorkers;
  storage: SystemStorage;
  cache: SystemCache | null;
  outboxLagMs: number | null;
  hosts: SystemHost[];
  /** The busiest host's checks a minute over the mean; 1 when all do the same. */
  skew: number | null;
  quotas: SystemQuota[];
  pauses: SystemPause[];
  versions: Record<string, string>;
}

export interface SystemQueue {
  scheduled: number | null;
  leased: number | null;
  lagMs: number;
  oldestDueAt: string | null;
}

export interface SystemWorkers {
  active: number;
  max: number;
  resultsWaiting: number;
}

export interface SystemStorage {
  kind: string;
  sizeBytes: number | null;
  latencyMs: number | null;
  reachable: boolean;
  error: string | null;
  /** Since when results could not be stored, though reads may be answered. */
  writesFailingSince: string | null;
}

export interface SystemCache {
  hitRatio: number;
}

export interface SystemHost {
  id: string;
  name: string;
  processId: number;
  startedAt: string;
  seenAt: string;
  schedulerSeenAt: string | null;
  leases: number;
  checksPerMinute: number;
  lagMs: number;
}

/** What an OAuth client's checks have used of a vendor's quota. */
export interface SystemQuota {
  provider: string;
  client: string;
  used: number;
  limit: number;
  usedPercent: number;
  windowMs: number;
  endsAt: string;
  pausedUntil: string | null;
}

/** A pause that a vendor asked for. */
export interface SystemPause {
  /** Null for a token endpoint. */
  provider: string | null;
  host: string | null;
  scope: string;
  client: string | null;
  /** Credentials that wait. */
  count: number;
  until: string;
}

export function systemQuery(api: ApiClient) {
  return queryOptions({ queryKey: ['system'] as const, refetchInterval: 5000, queryFn: ({ signal }) => api.get<SystemInfo>('admin/system', {}, signal) });
}

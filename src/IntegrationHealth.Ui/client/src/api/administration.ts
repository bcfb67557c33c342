import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client';
import type { FailureKind, Page } from './types';

export const metricsRanges = ['1h', '24h', '7d', '30d', '90d'] as const;
export type MetricsRange = (typeof metricsRanges)[number];

export interface CheckTotals {
  checks: number;
  succeeded: number;
  degraded: number;
  failed: number;
  successRate: number | null;
  checksPerMinute: number;
  latencyMs: { avg: number; p50: number; p95: number; p99: number } | null;
}

export interface FailureCount {
  kind: FailureKind;
  count: number;
}

export interface Metrics {
  range: MetricsRange;
  from: string;
  to: string;
  stepMs: number;
  totals: CheckTotals;
  series: { start: string; totals: CheckTotals }[];
  providers: { provider: string; totals: CheckTotals; failures: FailureCount[] }[];
  failures: FailureCount[];
  /** Storage is away, and this was read before. */
  stale: boolean;
}

export interface Outage {
  id: string;
  provider: string;
  startedAt: string;
  endedAt: string | null;
  integrations: number | null;
  vendorStatus: string | null;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  action: string;
  subjectId: string | null;
  changes: { field: string; before: string | null; after: string | null }[];
}

export type SettingType = 'text' | 'number' | 'boolean' | 'list' | 'map' | 'json';

/** One thing that a provider's integrations may be told. */
export interface ProviderSetting {
  name: string;
  type: SettingType;
  required: boolean;
  default: string | number | boolean | null;
}

export interface Provider {
  name: string;
  displayName: string;
  usesCredential: boolean;
  intervalMs: number | null;
  settings: ProviderSetting[];
}

export interface IntegrationDefinition {
  id: string;
  provider: string;
  name: string;
  ownerId: string;
  tags: string[];
  intervalMs: number | null;
  enabled: boolean;
  settings: Record<string, unknown>;
  origin: 'code' | 'configuration' | 'source' | 'runtime';
}

export function providersQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['providers'] as const,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.get<{ items: Provider[] }>('admin/providers', {}, signal)).items,
  });
}

export function definitionQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: ['definition', id] as const,
    queryFn: ({ signal }) => api.get<IntegrationDefinition>(`admin/integrations/${encodeURIComponent(id)}`, {}, signal),
  });
}

export function metricsQuery(api: ApiClient, range: MetricsRange, provider = '') {
  return queryOptions({
    queryKey: ['metrics', range, provider] as const,
    staleTime: 30_000,
    queryFn: ({ signal }) => api.get<Metrics>('admin/integrations/metrics', { range, provider }, signal),
  });
}

export function outagesQuery(api: ApiClient) {
  return queryOptions({ queryKey: ['outages'] as const, queryFn: ({ signal }) => api.get<Page<Outage>>('admin/outages', {}, signal) });
}

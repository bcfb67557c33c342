/** What the endpoints answer. Times are ISO 8601 in UTC, durations whole milliseconds, shares 0–1. */

export type Status = 'healthy' | 'degraded' | 'unhealthy' | 'unknown' | 'paused';
export const statuses: readonly Status[] = ['unhealthy', 'degraded', 'unknown', 'healthy', 'paused'];

export type FailureKind =
  | 'authenticationExpired' | 'authenticationRevoked' | 'insufficientScope' | 'adminPolicy' | 'accountSuspended' | 'rateLimited'
  | 'providerOutage' | 'misconfigured' | 'invalidResponse' | 'timeout' | 'network' | 'dns' | 'tls' | 'checkerFault' | 'unknown';

export type RecoveryAction = 'reconnect' | 'grantScopes' | 'fixConfiguration' | 'contactAdministrator' | 'wait' | 'none';
export type ResponsibleParty = 'owner' | 'tenantAdministrator' | 'developer' | 'vendor' | 'nobody';

export interface Progress {
  observed: number;
  required: number;
}

export interface Failure {
  kind: FailureKind;
  message: string;
  transient: boolean;
  confidence: string;
  responsibleParty: ResponsibleParty;
  action: RecoveryAction;
  actionUrl: string | null;
  docsUrl: string | null;
  vendorCode: string | null;
  retryAfter: string | null;
  outageId: string | null;
}

export interface IntegrationHealth {
  id: string;
  name: string;
  provider: string;
  ownerId: string;
  tags: string[];
  status: Status;
  statusSince: string;
  lastCheckedAt: string | null;
  lastSucceededAt: string | null;
  nextCheckAt: string | null;
  latencyMs: number | null;
  consecutiveFailures: number;
  stale: boolean;
  confirming: Progress | null;
  recovering: Progress | null;
  failure: Failure | null;
  capabilities: { name: string; status: Status; message?: string | null }[];
  uptime: { '24h': number | null; '7d': number | null; '30d': number | null };
  credentialExpiresAt: string | null;
  data: Record<string, string>;
  version: number;
}

export type Summary = Record<Status, number>;

/** Integrations that have something in common; an empty key is of those without. */
export interface HealthGroup {
  key: string;
  total: number;
  summary: Summary;
}

/** A change of status. */
export interface Transition {
  at: string;
  event: string;
  status: Status;
  failureKind: FailureKind | null;
  detail: string | null;
  incidentId: string;
  integrationId: string;
  name: string;
  provider: string;
  ownerId: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface HealthPage extends Page<IntegrationHealth> {
  total: number;
  summary: Summary;
  /** Storage is away, and this is what the host knew last. */
  stale: boolean;
}

export interface Check {
  checkedAt: string;
  status: Status;
  outcome: string;
  latencyMs: number;
  failureKind: FailureKind | null;
  message: string | null;
}

export interface Bucket {
  start: string;
  checks: number;
  succeeded: number;
  degraded: number;
  failed: number;
  uptime: number | null;
  latencyMs: { avg: number; p50: number; p95: number; p99: number } | null;
}

export interface Incident {
  id: string;
  startedAt: string;
  endedAt: string | null;
  durationMs: number;
  status: Status;
  failureKind: FailureKind | null;
  message: string | null;
  timeline: { at: string; event: string; status: Status; detail: string | null }[];
}

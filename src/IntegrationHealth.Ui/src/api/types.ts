// The shapes of the HTTP API. A test compares every interface here with the schema of the same name in docs/openapi.json.

export type IntegrationStatus = 'unknown' | 'healthy' | 'degraded' | 'unhealthy' | 'paused';

export type FailureKind =
  | 'unknown' | 'authenticationExpired' | 'authenticationRevoked' | 'insufficientScope' | 'adminPolicy' | 'accountSuspended' | 'rateLimited'
  | 'providerOutage' | 'misconfigured' | 'invalidResponse' | 'timeout' | 'network' | 'dns' | 'tls' | 'checkerFault';

export type RecoveryAction = 'none' | 'reconnect' | 'grantScopes' | 'fixConfiguration' | 'contactAdministrator' | 'wait';

export type ResponsibleParty = 'nobody' | 'owner' | 'tenantAdministrator' | 'developer' | 'vendor';

export interface HealthProgress {
  observed: number;
  required: number;
}

export interface HealthFailure {
  kind: FailureKind;
  message: string;
  transient: boolean;
  confidence: 'low' | 'medium' | 'high';
  responsibleParty: ResponsibleParty;
  action: RecoveryAction;
  actionUrl: string | null;
  docsUrl: string | null;
  vendorCode: string | null;
  retryAfter: string | null;
  outageId: string | null;
}

export interface HealthCapability {
  name: string;
  status: IntegrationStatus;
  message: string | null;
}

export interface HealthUptime {
  '24h': number | null;
  '7d': number | null;
  '30d': number | null;
}

export interface IntegrationHealth {
  id: string;
  name: string;
  provider: string;
  ownerId: string;
  tags: string[];
  status: IntegrationStatus;
  statusSince: string;
  lastCheckedAt: string | null;
  lastSucceededAt: string | null;
  nextCheckAt: string | null;
  latencyMs: number | null;
  consecutiveFailures: number;
  stale: boolean;
  confirming: HealthProgress | null;
  recovering: HealthProgress | null;
  failure: HealthFailure | null;
  capabilities: HealthCapability[];
  uptime: HealthUptime;
  credentialExpiresAt: string | null;
  data: Record<string, string>;
  version: number;
}

export interface HealthTally {
  healthy: number;
  degraded: number;
  unhealthy: number;
  unknown: number;
  paused: number;
}

export interface HealthList {
  items: IntegrationHealth[];
  nextCursor: string | null;
  total: number;
  summary: HealthTally;
}

export interface CheckHistoryItem {
  checkedAt: string;
  status: IntegrationStatus;
  outcome: 'succeeded' | 'degraded' | 'failed' | 'inconclusive';
  latencyMs: number;
  failureKind: FailureKind | null;
  message: string | null;
}

export interface CheckHistory {
  items: CheckHistoryItem[];
  nextCursor: string | null;
}

export interface BucketLatency {
  avg: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface BucketHistoryItem {
  start: string;
  checks: number;
  succeeded: number;
  degraded: number;
  failed: number;
  uptime: number | null;
  latencyMs: BucketLatency | null;
}

export interface BucketHistory {
  items: BucketHistoryItem[];
  nextCursor: string | null;
}

export interface IncidentStep {
  at: string;
  event: string;
  status: IntegrationStatus;
  detail: string | null;
}

export interface IncidentItem {
  id: string;
  startedAt: string;
  endedAt: string | null;
  durationMs: number;
  status: IntegrationStatus;
  failureKind: FailureKind | null;
  message: string | null;
  timeline: IncidentStep[];
}

export interface IncidentList {
  items: IncidentItem[];
  nextCursor: string | null;
}

export interface MetricsLatency {
  avg: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface MetricsTotals {
  checks: number;
  succeeded: number;
  degraded: number;
  failed: number;
  successRate: number | null;
  checksPerMinute: number;
  latencyMs: MetricsLatency | null;
}

export interface MetricsStep {
  start: string;
  totals: MetricsTotals;
}

export interface MetricsFailures {
  kind: FailureKind;
  count: number;
}

export interface MetricsProvider {
  provider: string;
  totals: MetricsTotals;
  failures: MetricsFailures[];
}

export interface MetricsAnswer {
  range: string;
  from: string;
  to: string;
  stepMs: number;
  totals: MetricsTotals;
  series: MetricsStep[];
  providers: MetricsProvider[];
  failures: MetricsFailures[];
}

export interface OutageItem {
  id: string;
  provider: string;
  startedAt: string;
  endedAt: string | null;
  integrations: number | null;
  vendorStatus: string | null;
}

export interface OutageList {
  items: OutageItem[];
}

export interface AuditItemChange {
  field: string;
  before: string | null;
  after: string | null;
}

export interface AuditItem {
  id: string;
  at: string;
  actor: string;
  action: string;
  subjectId: string | null;
  changes: AuditItemChange[];
}

export interface AuditList {
  items: AuditItem[];
  nextCursor: string | null;
}

export interface IntegrationDefinition {
  id: string;
  provider: string;
  name: string;
  ownerId: string;
  tags: string[];
  intervalMs: number | null;
  enabled: boolean;
  settings: unknown;
  origin: string;
}

export interface BadgeLink {
  url: string;
  expiresAt: string;
}

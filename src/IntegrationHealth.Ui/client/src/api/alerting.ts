import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client';
import type { FailureKind, Page, Status } from './types';

export type Severity = 'info' | 'warning' | 'critical';
export type AlertState = 'pending' | 'firing' | 'recovering' | 'resolved';

export interface AlertEvent {
  at: string;
  event: string;
  channelId: string | null;
  detail: string | null;
}

export interface Alert {
  id: string;
  ruleId: string;
  ruleName?: string;
  /** Of the integration. */
  name?: string;
  integrationId: string | null;
  provider: string | null;
  severity: Severity;
  state: AlertState;
  acknowledged: { by: string; at: string; expiresAt?: string | null; comment?: string | null } | null;
  suppressedBy: string[];
  /** Ends and begins again so often that it is told as one. */
  flapping: boolean;
  /** Whether the rule could be judged the last time; the state is the last one known where it could not. */
  dataHealth: 'ok' | 'noData' | 'error';
  startedAt: string;
  firedAt: string | null;
  resolvedAt: string | null;
  resolvedReason: string | null;
  message: string;
  nextEscalationAt: string | null;
  timeline: AlertEvent[];
}

export type Condition =
  | { type: 'consecutiveFailures'; threshold: number }
  | { type: 'errorRate'; thresholdPercent: number; windowMs: number; minimumChecks: number }
  /** Of the average where there is no percentile. */
  | { type: 'latency'; thresholdMs: number; percentile: number | null; windowMs: number; minimumChecks: number }
  | { type: 'status'; status: Status; forMs: number }
  | { type: 'failureKind'; kinds: FailureKind[] }
  | { type: 'credentialExpiry'; withinMs: number }
  | { type: 'noData'; intervals: number }
  | { type: 'providerErrorRate'; thresholdPercent: number; windowMs: number; minimumChecks: number }
  | { type: 'providerOutage' };

export interface RuleScope {
  providers: string[];
  ownerIds: string[];
  tags: string[];
  integrationIds: string[];
}

export interface AlertRule {
  id: string;
  name: string;
  enabled: boolean;
  severity: Severity;
  scope: RuleScope;
  match: 'all' | 'any';
  conditions: Condition[];
  pendingMs: number;
  keepFiringMs: number;
  cooldownMs: number;
  repeatIntervalMs: number;
  acknowledgeTimeoutMs: number;
  groupBy: string[];
  groupWaitMs: number;
  groupIntervalMs: number;
  channelIds: string[];
  escalationPolicyId: string | null;
  notifyOwner: boolean;
  sendResolved: boolean;
  origin?: string;
}

export interface EscalationPolicy {
  id: string;
  name: string;
  steps: { delayMs: number; channelIds: string[] }[];
  repeat: number;
  origin?: string;
}

export interface MaintenanceWindow {
  id: string;
  name: string;
  enabled: boolean;
  cron: string;
  durationMs: number;
  timeZone: string;
  matchers: Matcher[];
}

/** Hours of every day in which a channel is left in peace; times as hh:mm:ss on the clock of its time zone. */
export interface QuietHours {
  from: string;
  to: string;
  bypass: Severity;
}

export interface NotificationChannel {
  id: string;
  name: string;
  /** One of those that come with the library, or one of the host's own. */
  type: string;
  enabled: boolean;
  settings: Record<string, unknown>;
  hasSecret: boolean;
  quietHours: QuietHours | null;
  /** Cron expression; null sends at once. */
  digest: string | null;
  timeZone: string;
  /** Liquid by part, or by event and part: `body`, `resolved.body`. */
  templates: Record<string, string>;
  maxPerMinute: number | null;
  disabledReason?: string | null;
  origin?: string;
}

/** A rule that the host cannot judge or read. */
export interface RuleFault {
  ruleId: string;
  ruleName: string | null;
  kind: 'evaluation' | 'unreadable';
  reason: string;
  /** Integrations or providers for which it fails. */
  subjects: number;
  since: string | null;
  lastAt: string | null;
}

export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

export interface Silence {
  id: string;
  matchers: Matcher[];
  /** Says that matchers which match every alert are meant: else they are refused. */
  matchesAll?: boolean;
  startsAt: string;
  endsAt: string;
  comment: string;
  createdBy?: string;
}

export type AlertPage = Page<Alert>;

export function ruleFaultsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['ruleFaults'] as const,
    refetchInterval: 30_000,
    retry: false,
    queryFn: async ({ signal }) => (await api.get<{ items: RuleFault[] }>('admin/alert-rule-faults', {}, signal)).items,
  });
}

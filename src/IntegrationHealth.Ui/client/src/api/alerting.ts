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
  startedAt: string;
  firedAt: string | null;
  resolvedAt: string | null;
  resolvedReason: string | null;
  message: string;
  timeline: AlertEvent[];
}

export type Condition =
  | { type: 'consecutiveFailures'; threshold: number }
  | { type: 'errorRate'; thresholdPercent: number; windowMs: number; minimumChecks: number }
  | { type: 'latency'; thresholdMs: number; percentile: number; windowMs: number }
  | { type: 'status'; status: Status; forMs: number }
  | { type: 'failureKind'; kinds: FailureKind[] }
  | { type: 'credentialExpiry'; withinMs: number }
  | { type: 'noData'; intervals: number }
  | { type: 'providerErrorRate'; thresholdPercent: number; windowMs: number }
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
  groupBy: string[];
  groupWaitMs: number;
  groupIntervalMs: number;
  channelIds: string[];
  escalationPolicyId: string | null;
  notifyOwner?: boolean;
  sendResolved?: boolean;
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
  origin?: string;
}

export type ChannelType = 'webhook' | 'email' | 'slack' | 'teams' | 'pagerDuty';

export interface NotificationChannel {
  id: string;
  name: string;
  type: ChannelType;
  enabled: boolean;
  settings: Record<string, unknown>;
  hasSecret: boolean;
  quietHours?: { from: string; to: string; bypass: Severity } | null;
  digest?: string | null;
  timeZone?: string;
  templates?: Record<string, string>;
  disabledReason?: string | null;
  origin?: string;
}

export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

export interface Silence {
  id: string;
  matchers: Matcher[];
  startsAt: string;
  endsAt: string;
  comment: string;
  createdBy?: string;
}

export type AlertPage = Page<Alert>;

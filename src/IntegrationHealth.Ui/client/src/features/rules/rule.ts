import type { AlertRule, Condition } from '../../api/alerting';

export const conditionTypes = [
  'consecutiveFailures', 'errorRate', 'latency', 'status', 'failureKind', 'credentialExpiry', 'noData', 'providerErrorRate', 'providerOutage',
] as const satisfies readonly Condition['type'][];

const minute = 60_000;

export function newCondition(type: Condition['type']): Condition {
  switch (type) {
    case 'consecutiveFailures': return { type, threshold: 3 };
    case 'errorRate': return { type, thresholdPercent: 20, windowMs: 10 * minute, minimumChecks: 5 };
    case 'latency': return { type, thresholdMs: 2000, percentile: 95, windowMs: 10 * minute, minimumChecks: 1 };
    case 'status': return { type, status: 'unhealthy', forMs: 5 * minute };
    case 'failureKind': return { type, kinds: ['authenticationRevoked'] };
    case 'credentialExpiry': return { type, withinMs: 7 * 24 * 60 * minute };
    case 'noData': return { type, intervals: 3 };
    case 'providerErrorRate': return { type, thresholdPercent: 30, windowMs: 5 * minute, minimumChecks: 10 };
    case 'providerOutage': return { type };
  }
}

export function newRule(): AlertRule {
  return {
    id: '', name: '', enabled: true, severity: 'warning', scope: { providers: [], ownerIds: [], tags: [], integrationIds: [] }, match: 'all',
    conditions: [newCondition('consecutiveFailures')], pendingMs: 0, keepFiringMs: 0, cooldownMs: 0, repeatIntervalMs: 4 * 60 * minute, acknowledgeTimeoutMs: 0,
    groupBy: ['rule'], groupWaitMs: 30_000, groupIntervalMs: 5 * minute, channelIds: [], escalationPolicyId: null, notifyOwner: false, sendResolved: true,
  };
}

/** What is sent: without what the server alone decides. */
export function bodyOf(rule: AlertRule): AlertRule {
  const body = { ...rule };
  delete body.origin;
  return body;
}

import type { IntegrationHealth, Status, Summary } from '../../api/types';
import { isFirstCheck, unsureOf } from '../../components/shownStatus';

export type Verdict =
  | { kind: 'none' }
  | { kind: 'needYou'; count: number; total: number }
  | { kind: 'outage'; provider: string }
  | { kind: 'outages'; count: number }
  | { kind: 'trouble'; count: number; total: number }
  /** With limits, while all others work. */
  | { kind: 'limited'; count: number }
  /** With limits, while it is not known of others whether they work. */
  | { kind: 'limitedSome'; count: number; total: number }
  | { kind: 'checking' }
  | { kind: 'unsure'; count: number; total: number }
  | { kind: 'paused' }
  /** All that are not paused. */
  | { kind: 'wellBesidesPaused'; count: number }
  | { kind: 'well'; count: number };

/** In which a connection may need somebody; the worst first. */
export const troubles: readonly Status[] = ['unhealthy', 'degraded', 'unknown'];

/** True when the next move is this person's, and a vendor's outage is not the reason. */
export function needsOwner(health: IntegrationHealth): boolean {
  const { failure } = health;
  if (!failure || failure.outageId || health.status === 'paused' || health.status === 'healthy') return false;
  return failure.responsibleParty === 'owner' || failure.action === 'reconnect' || failure.action === 'grantScopes';
}

/** One sentence for a whole page, before any number. */
export function verdictOf(items: readonly IntegrationHealth[], summary: Summary, total: number): Verdict {
  if (total === 0) return { kind: 'none' };
  const count = items.filter(needsOwner).length;
  if (count > 0) return { kind: 'needYou', count, total };
  // An outage also marks those that worked until now: they are degraded, and not merely limited.
  const broken = items.filter((item) => item.status === 'unhealthy' || item.failure?.outageId);
  const down = [...new Set(broken.map((item) => item.provider))];
  if (down[0] !== undefined && broken.every((item) => item.failure?.outageId || item.failure?.kind === 'providerOutage'))
    return down.length === 1 ? { kind: 'outage', provider: down[0] } : { kind: 'outages', count: down.length };
  if (summary.unhealthy > 0) return { kind: 'trouble', count: summary.unhealthy, total };
  const unsure = unsureOf(items, summary, total);
  if (summary.degraded > 0) return unsure === 0 ? { kind: 'limited', count: summary.degraded } : { kind: 'limitedSome', count: summary.degraded, total };
  if (unsure > 0) return isFirstCheck(items, summary) ? { kind: 'checking' } : { kind: 'unsure', count: unsure, total };
  if (summary.healthy === 0) return { kind: 'paused' };
  return { kind: summary.paused > 0 ? 'wellBesidesPaused' : 'well', count: summary.healthy };
}

export function statusOfVerdict(verdict: Verdict): Status {
  switch (verdict.kind) {
    case 'needYou':
    case 'trouble':
      return 'unhealthy';
    case 'outage':
    case 'outages':
    case 'limited':
    case 'limitedSome':
      return 'degraded';
    case 'well':
    case 'wellBesidesPaused':
      return 'healthy';
    case 'paused':
      return 'paused';
    default:
      return 'unknown';
  }
}

const severity: Record<Status, number> = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3, paused: 4 };

/** Mine to mend first, then by how bad it is. */
export function worstFirst(left: IntegrationHealth, right: IntegrationHealth): number {
  return Number(needsOwner(right)) - Number(needsOwner(left)) || severity[left.status] - severity[right.status] || left.name.localeCompare(right.name);
}

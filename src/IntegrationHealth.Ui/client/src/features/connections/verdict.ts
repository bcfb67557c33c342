import type { IntegrationHealth, Status, Summary } from '../../api/types';

export type Verdict =
  | { kind: 'none' }
  | { kind: 'needYou'; count: number; total: number }
  | { kind: 'outage'; provider: string }
  | { kind: 'trouble'; count: number; total: number }
  | { kind: 'limited'; count: number }
  | { kind: 'checking' }
  | { kind: 'well'; total: number };

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
  const broken = items.filter((item) => item.status === 'unhealthy');
  const [first] = broken;
  if (first && broken.every((item) => item.provider === first.provider && (item.failure?.kind === 'providerOutage' || item.failure?.outageId)))
    return { kind: 'outage', provider: first.provider };
  if (summary.unhealthy > 0) return { kind: 'trouble', count: summary.unhealthy, total };
  if (summary.degraded > 0) return { kind: 'limited', count: summary.degraded };
  if (summary.unknown > 0 && summary.healthy === 0) return { kind: 'checking' };
  return { kind: 'well', total };
}

export function statusOfVerdict(verdict: Verdict): Status {
  switch (verdict.kind) {
    case 'needYou':
    case 'trouble':
      return 'unhealthy';
    case 'outage':
    case 'limited':
      return 'degraded';
    case 'well':
      return 'healthy';
    default:
      return 'unknown';
  }
}

const severity: Record<Status, number> = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3, paused: 4 };

/** Mine to mend first, then by how bad it is. */
export function worstFirst(left: IntegrationHealth, right: IntegrationHealth): number {
  return Number(needsOwner(right)) - Number(needsOwner(left)) || severity[left.status] - severity[right.status] || left.name.localeCompare(right.name);
}

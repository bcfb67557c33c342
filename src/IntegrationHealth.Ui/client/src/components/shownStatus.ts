import type { IntegrationHealth, Status, Summary } from '../api/types';
import type { Texts } from '../i18n/I18n';

type Known = Pick<IntegrationHealth, 'status' | 'stale'>;

/** What is drawn of a status: one that is old may be over, and is never green. */
export function shownStatus({ status, stale }: Known): Status {
  return stale && status === 'healthy' ? 'unknown' : status;
}

/** The word beside it, which still tells how it was when it was last seen. */
export function statusWord({ status, stale }: Known, t: Texts['t']): string {
  return stale && status === 'healthy' ? t('status.wasHealthy') : t(`status.${status}`);
}

/** Of how many nobody can say whether they work: without a status, or with an old one among those that are held. */
export function unsureOf(items: readonly Known[], summary: Summary, total: number): number {
  const unaccounted = total - summary.healthy - summary.degraded - summary.unhealthy - summary.paused;
  return Math.max(0, summary.unknown, unaccounted) + items.filter((item) => item.status === 'healthy' && item.stale).length;
}

/** True when they have not been checked yet, in place of without an answer. */
export function isFirstCheck(items: readonly IntegrationHealth[], summary: Summary): boolean {
  return summary.healthy === 0 && items.every((item) => item.status !== 'unknown' || item.lastCheckedAt === null);
}

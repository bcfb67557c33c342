import type { IntegrationHealth } from '../../api/types';
import type { Texts } from '../../i18n/I18n';
import type { Range, TrendSummary } from './trend';

/**
 * A range in one sentence. "Up" is the share of the time, the same figure as elsewhere on the page; where only checks are known, it is said
 * that checks are counted.
 */
export function trendSentence(summary: TrendSummary, range: Range, drawn: 'check' | 'hour' | 'day', uptime: IntegrationHealth['uptime'], texts: Pick<Texts, 't' | 'plural' | 'share' | 'milliseconds'>): string {
  const { t, plural, share, milliseconds } = texts;
  const checks = plural('detail.checks', summary.checks);
  const up = range === '90d'
    ? t('detail.trendSucceeded', { share: summary.succeeded === null ? '–' : share(summary.succeeded) })
    : t('detail.trendUp', { share: uptime[range] === null ? '–' : share(uptime[range]) });
  if (summary.p50 === null && summary.p95 === null) return t('detail.trendNoLatency', { checks, up });
  return t('detail.trendSummary', {
    checks, up, p50: summary.p50 === null ? '–' : milliseconds(summary.p50),
    p95: t(`detail.trendP95.${drawn}`, { value: summary.p95 === null ? '–' : milliseconds(summary.p95) }),
  });
}

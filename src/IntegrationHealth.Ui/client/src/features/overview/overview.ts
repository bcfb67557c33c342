import type { FailureCount, Metrics } from '../../api/administration';
import type { FailureKind, IntegrationHealth, Status, Summary } from '../../api/types';
import { isFirstCheck, unsureOf } from '../../components/shownStatus';
import type { Texts } from '../../i18n/I18n';

/** One sentence for all integrations, and its mark: green only where each is known to work or is paused. */
export function headlineOf(items: readonly IntegrationHealth[], summary: Summary, total: number, { t, plural, number }: Pick<Texts, 't' | 'plural' | 'number'>): { status: Status; text: string } {
  const of = { total: number(total) };
  if (total === 0) return { status: 'unknown', text: t('overview.none') };
  if (summary.unhealthy > 0) return { status: 'unhealthy', text: plural('overview.failing', summary.unhealthy, of) };
  const unsure = unsureOf(items, summary, total);
  if (summary.degraded > 0) return { status: 'degraded', text: plural(unsure === 0 && !items.some((item) => item.failure?.outageId) ? 'overview.degraded' : 'overview.degradedSome', summary.degraded, of) };
  if (unsure > 0) return { status: 'unknown', text: isFirstCheck(items, summary) ? t('overview.checking') : plural('overview.unsure', unsure, of) };
  if (summary.healthy === 0) return { status: 'paused', text: t('overview.paused') };
  return { status: 'healthy', text: plural(summary.paused > 0 ? 'overview.wellBesidesPaused' : 'overview.well', summary.healthy) };
}

export interface MatrixRow {
  provider: string;
  metrics: Metrics['providers'][number];
  /** Count by column, 0 where none. */
  counts: number[];
}

/** Providers by failures: the worst first in both directions, and only kinds that occur. */
export function matrixOf(metrics: Metrics, mostKinds = 6): { kinds: FailureKind[]; rows: MatrixRow[]; most: number } {
  const kinds = [...metrics.failures].sort((left, right) => right.count - left.count).slice(0, mostKinds).map((failure) => failure.kind);
  const rows = metrics.providers
    .map((provider) => ({ provider: provider.provider, metrics: provider, counts: kinds.map((kind) => countOf(provider.failures, kind)) }))
    .sort((left, right) => (left.metrics.totals.successRate ?? 1) - (right.metrics.totals.successRate ?? 1) || left.provider.localeCompare(right.provider));
  return { kinds, rows, most: Math.max(1, ...rows.flatMap((row) => row.counts)) };
}

function countOf(failures: readonly FailureCount[], kind: FailureKind): number {
  return failures.find((failure) => failure.kind === kind)?.count ?? 0;
}

/** Shares of failed and degraded checks, 0–1; null where nothing was checked. */
export function sharesOf(metrics: Metrics): { times: number[]; failed: (number | null)[]; degraded: (number | null)[] } {
  const share = (part: number, all: number) => (all === 0 ? null : part / all);
  return {
    times: metrics.series.map((step) => Date.parse(step.start) / 1000),
    failed: metrics.series.map((step) => share(step.totals.failed, step.totals.checks)),
    degraded: metrics.series.map((step) => share(step.totals.degraded, step.totals.checks)),
  };
}

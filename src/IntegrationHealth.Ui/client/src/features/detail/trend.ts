import type { Bucket, Check } from '../../api/types';

export interface TrendPoint {
  /** Unix seconds. */
  at: number;
  p50: number | null;
  p95: number | null;
  failed: number;
  degraded: number;
  checks: number;
}

export const ranges = { '24h': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400, '90d': 90 * 86_400 } as const;
export type Range = keyof typeof ranges;

export function trendOfChecks(checks: readonly Check[]): TrendPoint[] {
  return checks.map((check) => ({
    at: Date.parse(check.checkedAt) / 1000,
    p50: check.outcome === 'failed' || check.outcome === 'inconclusive' ? null : check.latencyMs,
    p95: null,
    failed: Number(check.outcome === 'failed'),
    degraded: Number(check.outcome === 'degraded'),
    checks: 1,
  }));
}

export function trendOfBuckets(buckets: readonly Bucket[]): TrendPoint[] {
  return buckets.map((bucket) => ({
    at: Date.parse(bucket.start) / 1000, p50: bucket.latencyMs?.p50 ?? null, p95: bucket.latencyMs?.p95 ?? null,
    failed: bucket.failed, degraded: bucket.degraded, checks: bucket.checks,
  }));
}

/** Where nothing was checked the line must break: a stretch without data is no good news. */
export function withGaps(points: readonly TrendPoint[], stepSeconds: number): TrendPoint[] {
  const result: TrendPoint[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last && point.at - last.at > stepSeconds * 2.5) result.push({ at: last.at + stepSeconds, p50: null, p95: null, failed: 0, degraded: 0, checks: 0 });
    result.push(point);
  }
  return result;
}

/** The usual distance of two points: a gap is what is much longer. */
export function typicalStep(points: readonly TrendPoint[]): number {
  const distances = points.slice(1).map((point, index) => point.at - (points[index]?.at ?? point.at)).sort((left, right) => left - right);
  return distances[Math.floor(distances.length / 2)] ?? 60;
}

export interface Band {
  from: number;
  to: number;
  status: 'degraded' | 'unhealthy';
}

/** Neighbouring points of the same trouble make one band. */
export function bandsOf(points: readonly TrendPoint[], stepSeconds: number): Band[] {
  const bands: Band[] = [];
  for (const point of points) {
    const status = point.failed > 0 ? 'unhealthy' : point.degraded > 0 ? 'degraded' : null;
    if (!status) continue;
    const last = bands.at(-1);
    if (last?.status === status && point.at - last.to <= stepSeconds * 1.5) last.to = point.at + stepSeconds;
    else bands.push({ from: point.at, to: point.at + stepSeconds, status });
  }
  return bands;
}

export interface TrendSummary {
  checks: number;
  p50: number | null;
  p95: number | null;
  uptime: number | null;
}

/** Of single checks exactly; of buckets the worst percentile any of them had, weighted median of the medians. */
export function summaryOf(points: readonly TrendPoint[]): TrendSummary {
  const checks = points.reduce((sum, point) => sum + point.checks, 0);
  const failed = points.reduce((sum, point) => sum + point.failed, 0);
  const medians = points.filter((point) => point.p50 !== null).map((point) => point.p50 ?? 0).sort((left, right) => left - right);
  const high = points.map((point) => point.p95).filter((value): value is number => value !== null).sort((left, right) => left - right);
  return {
    checks,
    p50: medians[Math.floor(medians.length / 2)] ?? null,
    p95: (high.length ? high[Math.floor(high.length / 2)] : medians[Math.min(medians.length - 1, Math.floor(medians.length * 0.95))]) ?? null,
    uptime: checks ? 1 - failed / checks : null,
  };
}

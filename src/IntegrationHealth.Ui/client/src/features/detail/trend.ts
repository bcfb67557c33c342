import type { Bucket, Check } from '../../api/types';

export interface TrendPoint {
  /** Unix seconds. */
  at: number;
  p50: number | null;
  p95: number | null;
  failed: number;
  degraded: number;
  /** Succeeded or degraded; with the failed ones all that came to a verdict. */
  passed: number;
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
    passed: Number(check.outcome === 'succeeded' || check.outcome === 'degraded'),
    checks: 1,
  }));
}

export function trendOfBuckets(buckets: readonly Bucket[]): TrendPoint[] {
  return buckets.map((bucket) => ({
    at: Date.parse(bucket.start) / 1000, p50: bucket.latencyMs?.p50 ?? null, p95: bucket.latencyMs?.p95 ?? null,
    failed: bucket.failed, degraded: bucket.degraded, passed: bucket.succeeded + bucket.degraded, checks: bucket.checks,
  }));
}

/** Where nothing was checked the line must break: a stretch without data is no good news. */
export function withGaps(points: readonly TrendPoint[], stepSeconds: number): TrendPoint[] {
  const result: TrendPoint[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last && point.at - last.at > stepSeconds * 2.5) result.push({ at: last.at + stepSeconds, p50: null, p95: null, failed: 0, degraded: 0, passed: 0, checks: 0 });
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
  /** Of single checks theirs; of buckets the worst that any of them had, as percentiles cannot be added up. */
  p95: number | null;
  /** Of the checks that came to a verdict. That is no uptime: what fails is checked less often. */
  succeeded: number | null;
}

export function summaryOf(points: readonly TrendPoint[]): TrendSummary {
  const sum = (count: (point: TrendPoint) => number) => points.reduce((total, point) => total + count(point), 0);
  const passed = sum((point) => point.passed);
  const judged = passed + sum((point) => point.failed);
  const medians = points.flatMap((point) => (point.p50 === null ? [] : [{ value: point.p50, weight: Math.max(1, point.passed) }])).sort((left, right) => left.value - right.value);
  const high = points.flatMap((point) => point.p95 ?? []);
  return {
    checks: sum((point) => point.checks),
    p50: quantileOf(medians, 0.5),
    p95: high.length ? Math.max(...high) : quantileOf(medians, 0.95),
    succeeded: judged ? passed / judged : null,
  };
}

/** Of ascending values, each as often as it weighs. */
function quantileOf(values: readonly { value: number; weight: number }[], share: number): number | null {
  const all = values.reduce((sum, { weight }) => sum + weight, 0);
  let rank = Math.min(all - 1, Math.floor(all * share));
  for (const { value, weight } of values) {
    if (rank < weight) return value;
    rank -= weight;
  }
  return null;
}

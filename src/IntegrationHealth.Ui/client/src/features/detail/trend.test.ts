import { describe, expect, it } from 'vitest';
import { bandsOf, summaryOf, trendOfBuckets, trendOfChecks, withGaps, type TrendPoint } from './trend';

const point = (at: number, change: Partial<TrendPoint> = {}): TrendPoint => ({ at, p50: 100, p95: null, failed: 0, degraded: 0, passed: 1, checks: 1, ...change });

describe('withGaps', () => {
  it('breaks the line where nothing was checked', () => {
    expect(withGaps([point(0), point(60), point(600)], 60).map((each) => each.p50)).toEqual([100, 100, null, 100]);
  });
});

describe('bandsOf', () => {
  it('joins neighbours of the same trouble, and no others', () => {
    const bands = bandsOf([point(0, { failed: 1 }), point(60, { failed: 1 }), point(120, { degraded: 1 }), point(600, { failed: 1 })], 60);
    expect(bands).toEqual([{ from: 0, to: 120, status: 'unhealthy' }, { from: 120, to: 180, status: 'degraded' }, { from: 600, to: 660, status: 'unhealthy' }]);
  });
});

describe('trendOfChecks', () => {
  it('draws no latency for a failed check', () => {
    const check = { checkedAt: '2026-01-01T00:00:00Z', status: 'unhealthy', outcome: 'failed', latencyMs: 5000, failureKind: 'timeout', message: null } as const;
    expect(trendOfChecks([check])[0]).toMatchObject({ p50: null, failed: 1 });
  });
});

describe('summaryOf', () => {
  it('leaves failures out of the latency, and checks without a verdict out of the share', () => {
    const summary = summaryOf([point(0, { p50: 10 }), point(1, { p50: 30 }), point(2, { p50: null, failed: 1, passed: 0 }), point(3, { p50: null, passed: 0 })]);
    expect(summary).toMatchObject({ checks: 4, p50: 30 });
    expect(summary.succeeded).toBeCloseTo(2 / 3);
    expect(summaryOf([])).toEqual({ checks: 0, p50: null, p95: null, succeeded: null });
  });
  it('takes the worst percentile of buckets, and their medians by how much is in each', () => {
    const bucket = (hour: number, checks: number, p50: number, p95: number) => ({ start: `2026-01-01T0${hour}:00:00Z`, checks, succeeded: checks, degraded: 0, failed: 0, uptime: 1, latencyMs: { avg: p50, p50, p95, p99: p95 } });
    expect(summaryOf(trendOfBuckets([bucket(0, 60, 100, 200), bucket(1, 1, 5000, 5000), bucket(2, 1, 4000, 4500)]))).toMatchObject({ checks: 62, p50: 100, p95: 5000 });
  });
});

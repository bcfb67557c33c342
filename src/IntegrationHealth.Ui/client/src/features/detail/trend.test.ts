import { describe, expect, it } from 'vitest';
import { bandsOf, summaryOf, trendOfChecks, withGaps, type TrendPoint } from './trend';

const point = (at: number, change: Partial<TrendPoint> = {}): TrendPoint => ({ at, p50: 100, p95: null, failed: 0, degraded: 0, checks: 1, ...change });

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
  it('counts failures against the uptime and leaves them out of the latency', () => {
    const summary = summaryOf([point(0, { p50: 10 }), point(1, { p50: 30 }), point(2, { p50: null, failed: 1 })]);
    expect(summary).toMatchObject({ checks: 3, p50: 30 });
    expect(summary.uptime).toBeCloseTo(2 / 3);
    expect(summaryOf([])).toEqual({ checks: 0, p50: null, p95: null, uptime: null });
  });
});

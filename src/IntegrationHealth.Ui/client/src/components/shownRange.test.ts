import UPlot, { type AlignedData } from 'uplot';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { shownRange } from './shownRange';

const from = 1_700_000_000;
const to = from + 86_400;

/** What uPlot itself makes of the range. */
async function scaleOf(times: number[]): Promise<{ min?: number; max?: number }> {
  const range = shownRange(times, from, to);
  const chart = new UPlot(
    { width: 400, height: 200, scales: { x: { time: true, range: (_, low, high) => range(low, high) } }, series: [{}, {}] },
    [times, times.map(() => 1)] as AlignedData, document.body);
  await Promise.resolve();
  const { min, max } = chart.scales.x ?? {};
  chart.destroy();
  return { min, max };
}

describe('shownRange', () => {
  beforeAll(() => {
    // There is no canvas here, and only the scale is looked at.
    const context = new Proxy({}, { get: () => () => ({ width: 0 }), set: () => true });
    HTMLCanvasElement.prototype.getContext = (() => context) as never;
    vi.stubGlobal('Path2D', class { moveTo() {} lineTo() {} rect() {} arc() {} addPath() {} closePath() {} });
  });
  it('shows the whole time of a connection that was checked once', async () => {
    expect(await scaleOf([from + 3_600])).toEqual({ min: from, max: to });
  });
  it('shows the whole time around more points', async () => {
    expect(await scaleOf([from + 3_600, from + 7_200])).toEqual({ min: from, max: to });
  });
  it('shows what was dragged', () => {
    expect(shownRange([from + 3_600, from + 7_200], from, to)(from + 4_000, from + 5_000)).toEqual([from + 4_000, from + 5_000]);
  });
  it('shows the whole time where there is nothing', () => {
    expect(shownRange([], from, to)(null, null)).toEqual([from, to]);
  });
});

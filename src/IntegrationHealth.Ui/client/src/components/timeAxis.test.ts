import { describe, expect, it } from 'vitest';
import { axisTimes, closerRange, movedRange, rangeWith, shownRange } from './timeAxis';

describe('shownRange', () => {
  it('is the whole range until somebody looks closer', () => {
    expect(shownRange([10, 20, 30], 0, 100, 10, 30)).toEqual([0, 100]);
    expect(shownRange([10, 20, 30], 0, 100, 12, 18)).toEqual([12, 18]);
  });
  it('is the whole range for one point, of which the chart would make years', () => {
    expect(shownRange([10], 0, 100, 10, 86_400_010)).toEqual([0, 100]);
    expect(shownRange([], 0, 100, null, null)).toEqual([0, 100]);
  });
});

describe('closerRange', () => {
  it('is half of what is shown, around a moment, within the ends', () => {
    expect(closerRange(0, 100, 50)).toEqual([25, 75]);
    expect(closerRange(0, 100, 0)).toEqual([0, 50]);
    expect(closerRange(0, 100, 99)).toEqual([50, 100]);
  });
});

describe('movedRange', () => {
  it('goes half of itself on, and stops at the ends', () => {
    expect(movedRange(40, 60, 1, 0, 100)).toEqual([50, 70]);
    expect(movedRange(40, 60, -1, 0, 100)).toEqual([30, 50]);
    expect(movedRange(75, 95, 1, 0, 100)).toEqual([80, 100]);
    expect(movedRange(0, 100, -1, 0, 100)).toEqual([0, 100]);
  });
});

describe('rangeWith', () => {
  it('moves only as far as it takes', () => {
    expect(rangeWith(10, 20, 15)).toEqual([10, 20]);
    expect(rangeWith(10, 20, 25)).toEqual([15, 25]);
    expect(rangeWith(10, 20, 4)).toEqual([4, 14]);
  });
});

describe('axisTimes', () => {
  it('writes hours as the language does', () => {
    const morning = new Date(2026, 10, 29, 8).getTime() / 1000;
    expect(axisTimes([morning, morning + 3600], 'en')[0]).toMatch(/^8:00\sAM$/);
    expect(axisTimes([morning, morning + 3600], 'de')[0]).toBe('08:00');
  });
});

import { describe, expect, it } from 'vitest';
import { axisTimes, shownRange } from './timeAxis';

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

describe('axisTimes', () => {
  it('writes hours as the language does', () => {
    const morning = new Date(2026, 10, 29, 8).getTime() / 1000;
    expect(axisTimes([morning, morning + 3600], 'en')[0]).toMatch(/^8:00\sAM$/);
    expect(axisTimes([morning, morning + 3600], 'de')[0]).toBe('08:00');
  });
});

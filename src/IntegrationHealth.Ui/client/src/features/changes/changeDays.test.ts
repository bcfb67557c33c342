import { describe, expect, it } from 'vitest';
import type { Transition } from '../../api/types';
import { daysAgo, daysOf } from './changeDays';

const local = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString();
const change = (at: string): Transition => ({ at, event: 'started', status: 'unhealthy', failureKind: null, detail: null, incidentId: at, integrationId: 'a', name: 'A', provider: 'http', ownerId: '' });

describe('changes by day', () => {
  it('belong to the day on which they happened here, in their order', () => {
    const days = daysOf([change(local(11, 9)), change(local(11, 1)), change(local(10, 23)), change(local(8, 12))]);
    expect(days.map((day) => day.changes.length)).toEqual([2, 1, 1]);
    expect(days[0]?.changes[0]?.at).toBe(local(11, 9));
  });
  it('count days by the calendar', () => {
    const now = new Date(2026, 2, 11, 1).getTime();
    expect([local(11, 0), local(10, 23), local(9, 2)].map((at) => daysAgo(at, now))).toEqual([0, 1, 2]);
  });
});

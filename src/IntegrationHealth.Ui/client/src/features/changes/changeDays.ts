import type { Transition } from '../../api/types';

export interface ChangeDay {
  /** A time within it. */
  at: string;
  changes: Transition[];
}

/** Changes by the day on which they happened where the viewer is; their order stays. */
export function daysOf(changes: readonly Transition[]): ChangeDay[] {
  const days: ChangeDay[] = [];
  for (const change of changes) {
    const last = days.at(-1);
    if (last && dayOf(last.at) === dayOf(change.at)) last.changes.push(change);
    else days.push({ at: change.at, changes: [change] });
  }
  return days;
}

/** 0 for today, 1 for yesterday, and so on, by the calendar and not by 24 hours. */
export function daysAgo(at: string, now: number): number {
  const midnight = (time: Date) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((midnight(new Date(now)) - midnight(new Date(at))) / 86_400_000);
}

function dayOf(at: string): string {
  return new Date(at).toDateString();
}

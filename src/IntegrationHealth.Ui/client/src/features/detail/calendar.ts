import type { Bucket } from '../../api/types';

export type Level = 'none' | 'up' | 'partly' | 'down';

export interface Day {
  date: string;
  level: Level;
  bucket: Bucket | null;
}

/** The day of UTC at a moment, such as 2026-11-29: days are counted as the server folds them. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

export function dayBefore(day: string, count: number): string {
  return dayOf(Date.parse(day) - count * 86_400_000);
}

/** The last days, oldest first, each with what is known of it. Days without checks are there, and not green. */
export function daysOf(buckets: readonly Bucket[], count: number, today: string): Day[] {
  const known = new Map(buckets.map((bucket) => [bucket.start.slice(0, 10), bucket]));
  return Array.from({ length: count }, (_, index) => {
    const date = dayBefore(today, count - 1 - index);
    const bucket = known.get(date) ?? null;
    return { date, level: levelOf(bucket), bucket };
  });
}

function levelOf(bucket: Bucket | null): Level {
  if (!bucket || bucket.uptime === null) return 'none';
  if (bucket.uptime >= 0.999) return 'up';
  return bucket.uptime >= 0.9 ? 'partly' : 'down';
}

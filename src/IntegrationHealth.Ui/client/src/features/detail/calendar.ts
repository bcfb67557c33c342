import type { Bucket } from '../../api/types';

export type Level = 'none' | 'up' | 'partly' | 'down';

export interface Day {
  date: string;
  level: Level;
  bucket: Bucket | null;
}

/** The last days, oldest first, each with what is known of it. Days without checks are there, and not green. */
export function daysOf(buckets: readonly Bucket[], count: number, today: Date): Day[] {
  const known = new Map(buckets.map((bucket) => [bucket.start.slice(0, 10), bucket]));
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - (count - 1 - index))).toISOString().slice(0, 10);
    const bucket = known.get(date) ?? null;
    return { date, level: levelOf(bucket), bucket };
  });
}

function levelOf(bucket: Bucket | null): Level {
  if (!bucket || bucket.uptime === null) return 'none';
  if (bucket.uptime >= 0.999) return 'up';
  return bucket.uptime >= 0.9 ? 'partly' : 'down';
}

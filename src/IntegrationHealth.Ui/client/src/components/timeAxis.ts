/**
 * What a chart over time shows: all that was asked for, however little of it there is, unless somebody looked closer. The chart itself
 * makes years of a single point.
 */
export function shownRange(times: readonly number[], from: number, to: number, low: number | null, high: number | null): [number, number] {
  const whole = low === null || high === null || times.length < 2 || (low === times[0] && high === times.at(-1));
  return whole ? [from, to] : [low, high];
}

/** Half of what is shown, around a moment; never beyond the ends. */
export function closerRange(low: number, high: number, at: number): [number, number] {
  const half = (high - low) / 4;
  const middle = Math.min(high - half, Math.max(low + half, at));
  return [middle - half, middle + half];
}

/** What is shown, moved by half of itself, and no further than the ends. */
export function movedRange(low: number, high: number, by: -1 | 1, first: number, last: number): [number, number] {
  const half = (high - low) / 2;
  const step = by < 0 ? Math.max(-half, Math.min(0, first - low)) : Math.min(half, Math.max(0, last - high));
  return [low + step, high + step];
}

/** What is shown, moved as far as it takes to hold a moment. */
export function rangeWith(low: number, high: number, at: number): [number, number] {
  const by = at < low ? at - low : at > high ? at - high : 0;
  return [low + by, high + by];
}

/** The day where it changes, the hour within it, as the language writes them. */
export function axisTimes(ticks: readonly number[], locale: string): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  // "8:00 AM", and "08:00": a zero before is for clocks of 24 hours.
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';
  const format = new Intl.DateTimeFormat(locale, span > 2 * 86_400 ? { day: 'numeric', month: 'short' } : { hour, minute: '2-digit', ...(span > 600 ? {} : { second: '2-digit' }) });
  return ticks.map((tick) => format.format(new Date(tick * 1000)));
}

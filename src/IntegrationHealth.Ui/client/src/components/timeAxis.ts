/**
 * What a chart over time shows: all that was asked for, however little of it there is, unless somebody looked closer. The chart itself
 * makes years of a single point.
 */
export function shownRange(times: readonly number[], from: number, to: number, low: number | null, high: number | null): [number, number] {
  const whole = low === null || high === null || times.length < 2 || (low === times[0] && high === times.at(-1));
  return whole ? [from, to] : [low, high];
}

/** The day where it changes, the hour within it, as the language writes them. */
export function axisTimes(ticks: readonly number[], locale: string): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  // "8:00 AM", and "08:00": a zero before is for clocks of 24 hours.
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';
  const format = new Intl.DateTimeFormat(locale, span > 2 * 86_400 ? { day: 'numeric', month: 'short' } : { hour, minute: '2-digit', ...(span > 600 ? {} : { second: '2-digit' }) });
  return ticks.map((tick) => format.format(new Date(tick * 1000)));
}

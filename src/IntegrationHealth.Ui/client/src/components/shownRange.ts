/**
 * What a chart of a given time shows: all of it, or the part that somebody dragged. uPlot hands over what the data span, and for a single
 * point the point and 86,400,000 seconds: nobody can have dragged that.
 */
export function shownRange(times: readonly number[], from: number, to: number): (low: number | null, high: number | null) => [number, number] {
  return (low, high) => (times.length < 2 || (low === times[0] && high === times.at(-1)) ? [from, to] : [low ?? from, high ?? to]);
}

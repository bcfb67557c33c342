export interface Formats {
  number: (value: number) => string;
  /** A share 0–1. As much precision as an uptime needs: 99.95 % and 100 % are different things. */
  share: (value: number) => string;
  milliseconds: (value: number) => string;
  bytes: (value: number) => string;
  dateTime: (time: string | Date) => string;
  date: (time: string | Date) => string;
  /** A day of UTC such as 2026-11-29, which is another day at its midnight elsewhere. */
  day: (day: string) => string;
  time: (time: string | Date) => string;
  /** "5 minutes ago", "in 2 minutes", rounded to the largest unit that is at least one. */
  relative: (time: string | Date, now: number) => string;
  /** "3 min", "2 h 5 min": two units at most. */
  duration: (milliseconds: number) => string;
}

/** Nobody counts these: "just now" says it better than "2 seconds ago". */
const nowMs = 5000;

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000],
];

export function formatsOf(locale: string, justNow: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const atOnce = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  const unit = (name: string, value: number) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  return {
    number: (value) => number.format(value),
    share: (value) => share.format(value < 1 && value > 0.9999 ? 0.9999 : value),
    milliseconds: (value) => (value < 1000 ? unit('millisecond', Math.round(value)) : unit('second', Math.round(value / 100) / 10)),
    bytes: (value) => {
      const step = Math.min(4, Math.floor(Math.log(Math.max(1, value)) / Math.log(1024)));
      return unit(['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'][step] ?? 'byte', Math.round((value / 1024 ** step) * 10) / 10);
    },
    dateTime: (value) => dateTime.format(new Date(value)),
    date: (value) => date.format(new Date(value)),
    day: (value) => day.format(new Date(value)),
    time: (value) => time.format(new Date(value)),
    relative: (value, now) => {
      const distance = new Date(value).getTime() - now;
      if (Math.abs(distance) < nowMs) return distance > 0 ? atOnce : justNow;
      const [name, size] = units.find(([, unitSize]) => Math.abs(distance) >= unitSize) ?? ['second', 1000];
      return relative.format(Math.trunc(distance / size), name);
    },
    duration: (milliseconds) => {
      const at = units.findIndex(([, size]) => milliseconds >= size);
      const [name, size] = units[at === -1 ? 3 : at] ?? ['second', 1000];
      const whole = Math.floor(milliseconds / size);
      const next = units[at + 1];
      const rest = at >= 0 && next ? Math.floor((milliseconds - whole * size) / next[1]) : 0;
      return rest > 0 && next ? `${unit(name, whole)} ${unit(next[0], rest)}` : unit(name, whole);
    },
  };
}

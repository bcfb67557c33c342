import type { Texts } from '../../i18n/I18n';

/** What a checker found, by the name that it gave: `timeZone` and `time_zone` are one. */
export function dataLabel(name: string, { known }: Pick<Texts, 'known'>): string {
  const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return known(`data.${key}`) ?? key.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());
}

/** Checkers write everything as text; its name says what it is a number of. */
export function dataText(name: string, value: string, { milliseconds, share, dateTime, known }: Pick<Texts, 'milliseconds' | 'share' | 'dateTime' | 'known'>): string {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (name.endsWith('Ms') && Number.isFinite(number)) return milliseconds(number);
  if (name.endsWith('Percent') && Number.isFinite(number)) return share(number / 100);
  if (name.endsWith('At') && !Number.isNaN(Date.parse(value))) return dateTime(value);
  if (value === 'true' || value === 'false') return known(value === 'true' ? 'register.yes' : 'register.no') ?? value;
  return value;
}

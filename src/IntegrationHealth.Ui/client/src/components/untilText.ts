import type { Texts } from '../i18n/I18n';

/** "in 5 min" for what is to come, and "now" from the moment it was due: it is about to happen, and has not. */
export function untilText(at: string, now: number, relative: Texts['relative']): string {
  return relative(at, Math.min(now, Date.parse(at) - 1));
}

import type { Later, Messages } from './en';
import { textsOf, type Locale, type Texts } from './I18n';

const loaded = new Map<Locale, Partial<Messages>>();
let allWanted = false;

/** The texts of the first pages, and all of them once a page that needs more was opened. */
export async function loadFirstTexts(locale: Locale): Promise<Texts> {
  const { first } = locale === 'de' ? await import('./de.first') : await import('./en.first');
  const messages: Partial<Messages> = loaded.get(locale) ?? { ...first };
  loaded.set(locale, messages);
  if (allWanted) await complete(locale, messages);
  return textsOf(locale, messages as Messages);
}

/** What the further pages say, in the languages that are in use: texts that were made before know it from then on. */
export async function loadLaterTexts(): Promise<void> {
  allWanted = true;
  await Promise.all([...loaded].map(([locale, messages]) => complete(locale, messages)));
}

async function complete(locale: Locale, messages: Partial<Messages>): Promise<void> {
  const { later }: { later: Later } = locale === 'de' ? await import('./de.later') : await import('./en.later');
  Object.assign(messages, later);
}

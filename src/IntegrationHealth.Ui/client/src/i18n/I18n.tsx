import { createContext, use, type ReactNode } from 'react';
import type { Messages } from './en';
import { formatsOf, type Formats } from './formats';
import { fill, type Values } from './fill';

export type Locale = 'en' | 'de';
export type MessageKey = keyof Messages;

/** Keys that have a form for one and a form for many: `x_one` and `x_other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Stem}_other` ? Stem : never) : never;

export interface Texts extends Formats {
  locale: Locale;
  t: (key: MessageKey, values?: Values) => string;
  /** A text whose key comes from elsewhere, such as a field's name; null where the catalogue has none. */
  known: (key: string) => string | null;
  plural: (stem: PluralKey, count: number, values?: Values) => string;
}

/** All texts of a language, for parts on a page of the host's own. */
export async function loadTexts(locale: Locale): Promise<Texts> {
  return textsOf(locale, locale === 'de' ? (await import('./de')).de : (await import('./en')).en);
}

export function textsOf(locale: Locale, messages: Messages): Texts {
  const formats = formatsOf(locale, messages['time.justNow']);
  const rules = new Intl.PluralRules(locale);
  const t = (key: MessageKey, values?: Values) => fill(messages[key], values);
  return {
    ...formats, locale, t,
    known: (key) => (Object.hasOwn(messages, key) ? messages[key as MessageKey] : null),
  plural: (stem, count, values) => {
      const key = `${stem}_${rules.select(count) === 'one' ? 'one' : 'other'}` as MessageKey;
      return t(key, { count: formats.number(count), ...values });
    },
  };
}

const TextsContext = createContext<Texts | null>(null);

export function I18nProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  return <TextsContext value={texts}>{children}</TextsContext>;
}

export function useTexts(): Texts {
  const texts = use(TextsContext);
  if (!texts) throw new Error('No I18nProvider above.');
  return texts;
}

/** The best of the languages that a browser prefers. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (language.startsWith('de')) return 'de';
    if (language.startsWith('en')) return 'en';
  }
  return 'en';
}

import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en } from './en';
import { preferredLocale, textsOf } from './I18n';

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the catalogue', () => {
  it('has the same places in both languages, and no text is missing', () => {
    const keys = Object.keys(en) as (keyof typeof en)[];
    expect(keys.filter((key) => de[key].trim() === '')).toEqual([]);
    expect(keys.filter((key) => places(de[key]).join() !== places(en[key]).join())).toEqual([]);
  });
});

describe('textsOf', () => {
  it('chooses the form by number, and writes numbers by locale', () => {
    expect(textsOf('en', en).plural('verdict.needYou', 1, { total: 7 })).toBe('1 of 7 connections needs you');
    expect(textsOf('de', de).plural('integrations.count', 10_000)).toBe('10.000 Integrationen');
  });
  it('never rounds an uptime up to 100 %', () => {
    expect(textsOf('en', en).share(0.99999)).toBe('99.99%');
    expect(textsOf('en', en).share(1)).toBe('100%');
  });
  it('says how long ago in the largest unit', () => {
    const { relative, duration } = textsOf('en', en);
    expect(relative('2026-01-01T10:00:00Z', Date.parse('2026-01-01T12:30:00Z'))).toBe('2 hours ago');
    expect(duration(2 * 3_600_000 + 5 * 60_000)).toBe('2 hr 5 min');
  });
});

describe('preferredLocale', () => {
  it('takes the first that there is', () => {
    expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(preferredLocale(['fr'])).toBe('en');
  });
});

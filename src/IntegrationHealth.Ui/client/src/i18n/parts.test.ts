import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en } from './en';
import { later } from './en.later';
import { loadFirstTexts, loadLaterTexts } from './parts';

const root = path.resolve('src');

/** Files that are loaded without a page of AdminPages that brings the further texts along. */
function reached(): string[] {
  const seen = new Set<string>();
  const queue = [path.join(root, 'main.tsx')];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (seen.has(file) || file.includes(`${path.sep}i18n${path.sep}`)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8').split('\n').filter((line) => !line.includes('withTexts(')).join('\n');
    for (const [, target] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const found = ['.tsx', '.ts'].map((ending) => path.resolve(path.dirname(file), (target ?? '') + ending)).find((each) => existsSync(each));
      if (found) queue.push(found);
    }
  }
  return [...seen];
}

describe('the further texts', () => {
  it('are used by no page that is shown without them', () => {
    const keys = new Set<string>(Object.keys(later).map((key) => key.replace(/_(one|other)$/, '')));
    const files = reached();
    expect(files.some((file) => file.endsWith('OverviewPage.tsx')) && files.some((file) => file.endsWith('DetailPage.tsx'))).toBe(true);
    expect(files.some((file) => file.endsWith('RulePage.tsx'))).toBe(false);
    const used = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'([a-z]\w*(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? '').filter((key) => keys.has(key)).map((key) => `${path.basename(file)}: ${key}`));
    const made = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/`([a-z]\w*(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1] ?? '').filter((start) => [...keys].some((key) => key.startsWith(start))).map((start) => `${path.basename(file)}: ${start}`));
    expect([...used, ...made]).toEqual([]);
  });
  it('come to texts that were made before, and with a language that is chosen later', async () => {
    const english = await loadFirstTexts('en');
    expect(english.known('rules.add')).toBeNull();
    expect(english.t('nav.rules')).toBe(en['nav.rules']);
    await loadLaterTexts();
    expect(english.t('rules.add')).toBe(en['rules.add']);
    expect((await loadFirstTexts('de')).t('rules.add')).toBe(de['rules.add']);
  });
});

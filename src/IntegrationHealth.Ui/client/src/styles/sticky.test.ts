import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = (name: string) => readFileSync(`src/styles/${name}.css`, 'utf8');
const all = ['page', 'components', 'admin'].map(sheet).join('\n');
const number = (pattern: RegExp) => Number(pattern.exec(all)?.[1] ?? Number.NaN);
const height = { topbar: number(/\.topbar \{[^}]*\bheight: (\d+)px/), groupHead: number(/\.group__button \{[^}]*min-height: (\d+)px/), tableHead: number(/\.grid-row--head \{ height: (\d+)px/) };

// What has the focus must not lie wholly under a bar that stands at an edge (WCAG 2.2, 2.4.11). The heights are those of the bars themselves.
describe('bars at the edges', () => {
  it('leave room for what has the focus', () => {
    expect(number(/^html \{[^}]*scroll-padding-block: (\d+)px/m)).toBeGreaterThan(height.topbar);
    expect(number(/^html:has\(\.offline-bar\) \{ scroll-padding-top: (\d+)px/m)).toBeGreaterThan(height.topbar + 40);
    expect(number(/html:has\(\.bulk-bar\) \{ scroll-padding-bottom: (\d+)px/)).toBeGreaterThan(60);
    expect(number(/\n\.group :is\([^)]*\) \{ scroll-margin-top: (\d+)px/)).toBeGreaterThan(height.groupHead);
    expect(number(/\n\.grid-row :is\([^)]*\) \{ scroll-margin-top: (\d+)px/)).toBeGreaterThan(height.tableHead);
    expect(number(/\.group \.grid-row :is\([^)]*\) \{ scroll-margin-top: (\d+)px/)).toBeGreaterThan(height.groupHead + height.tableHead);
  });
});

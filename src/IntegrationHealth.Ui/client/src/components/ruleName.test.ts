import { describe, expect, it } from 'vitest';
import { de } from '../i18n/de';
import { textsOf } from '../i18n/I18n';
import { nameOfRule } from './ruleName';

const { known } = textsOf('de', de);

describe('nameOfRule', () => {
  it('translates those that come with the library, unless somebody named them anew', () => {
    expect(nameOfRule('default-failing', 'Checks keep failing', known)).toBe('Prüfungen schlagen wiederholt fehl');
    expect(nameOfRule('default-failing', 'Ring the bell', known)).toBe('Ring the bell');
    expect(nameOfRule('mine', null, known)).toBe('mine');
  });
});

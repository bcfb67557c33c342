import { describe, expect, it } from 'vitest';
import { hueOf, monogramOf } from './providerMark';

describe('the letters of a provider without a picture', () => {
  it.each([['acme-crm', 'AC'], ['erp', 'Er'], ['salesLoft', 'SL'], ['x', 'X'], ['3cx', '3c'], ['über-app', 'ÜA'], ['--', '?']])('of %s are %s', (provider, letters) => {
    expect(monogramOf(provider)).toBe(letters);
  });
  it('have a hue that stays the same, and differs between names', () => {
    expect(hueOf('acme-crm')).toBe(hueOf('acme-crm'));
    expect(new Set(['acme', 'billing', 'crm', 'erp', 'fax', 'gitea'].map(hueOf)).size).toBeGreaterThan(3);
    for (const name of ['a', 'b', '🚀']) expect(hueOf(name)).toBeGreaterThanOrEqual(0);
  });
});

import { describe, expect, it } from 'vitest';
import { someHealth } from '../testing/some';
import { isOldAnswer } from './useOldAnswers';

describe('isOldAnswer', () => {
  it('is what a list or figures say of themselves, on whatever page of the list', () => {
    expect(isOldAnswer({ items: [], stale: true })).toBe(true);
    expect(isOldAnswer({ series: [], stale: true })).toBe(true);
    expect(isOldAnswer({ pages: [{ items: [], stale: false }, { items: [], stale: true }], pageParams: [] })).toBe(true);
  });
  it('is not what is fresh, or says nothing of it', () => {
    expect(isOldAnswer({ items: [], stale: false })).toBe(false);
    expect(isOldAnswer({ pages: [{ items: [] }], pageParams: [] })).toBe(false);
    expect(isOldAnswer(undefined)).toBe(false);
    expect(isOldAnswer(null)).toBe(false);
    expect(isOldAnswer('stale')).toBe(false);
  });
  it('is not a status whose checks are overdue', () => {
    expect(isOldAnswer(someHealth({ stale: true }))).toBe(false);
    expect(isOldAnswer({ items: [someHealth({ stale: true })], stale: false })).toBe(false);
  });
});

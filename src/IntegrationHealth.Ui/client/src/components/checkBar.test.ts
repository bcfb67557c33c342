import { describe, expect, it } from 'vitest';
import type { Check } from '../api/types';
import { slotsOf } from './checkBar';

const check = (outcome: string): Check => ({ checkedAt: '', status: 'healthy', outcome, latencyMs: 1, failureKind: null, message: null });

describe('slotsOf', () => {
  it('has a fixed number of slots, empty ones first', () => {
    expect(slotsOf([check('succeeded'), check('failed')], 4)).toEqual(['empty', 'empty', 'succeeded', 'failed']);
  });
  it('shows the newest, and never a word it does not know as green', () => {
    expect(slotsOf([check('failed'), check('succeeded'), check('surprise')], 2)).toEqual(['succeeded', 'inconclusive']);
  });
});

import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { someHealth } from '../../testing/some';
import { cadenceText } from './cadence';

const texts = textsOf('en', en);
const health = someHealth({ lastCheckedAt: '2026-01-01T12:00:00Z', nextCheckAt: '2026-01-01T12:05:00Z' });

describe('cadenceText', () => {
  it.each([
    [health, '12:03:00', 'Checked 3 minutes ago, next in 2 minutes.'],
    [health, '12:05:40', 'Checked 5 minutes ago, next now.'],
    [{ ...health, nextCheckAt: null }, '12:03:00', 'Checked 3 minutes ago.'],
    [{ ...health, lastCheckedAt: null }, '12:03:00', 'Not checked yet.'],
    [{ ...health, status: 'paused' as const }, '12:03:00', 'Paused: not checked until it is resumed.'],
  ])('never puts the next check into the past', (of, now, expected) => {
    expect(cadenceText(of, Date.parse(`2026-01-01T${now}Z`), texts)).toBe(expected);
  });
});

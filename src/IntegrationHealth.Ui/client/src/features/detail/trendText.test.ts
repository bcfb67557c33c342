import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { trendSentence } from './trendText';

const texts = textsOf('en', en);
const summary = { checks: 165, p50: 120, p95: 900, succeeded: 0.9 };
const uptime = { '24h': 0.5, '7d': 0.93, '30d': null };

describe('trendSentence', () => {
  it('says of a day, a week and a month how much of the time it was up, not how many checks were well', () => {
    expect(trendSentence(summary, '24h', 'check', uptime, texts)).toBe('165 checks in this range: median 120 ms, 95th percentile 900 ms, 50% up.');
    expect(trendSentence(summary, '7d', 'hour', uptime, texts)).toContain('93% up.');
    expect(trendSentence(summary, '30d', 'hour', uptime, texts)).toContain('– up.');
  });
  it('says of 90 days, whose time nobody counts, that checks are counted', () => {
    expect(trendSentence(summary, '90d', 'day', uptime, texts)).toBe('165 checks in this range: median 120 ms, 95th percentile of the worst day 900 ms, 90% of checks succeeded.');
    expect(trendSentence({ ...summary, p50: null, p95: null }, '90d', 'day', uptime, texts)).toBe('165 checks in this range, none with a latency, 90% of checks succeeded.');
  });
  it('says whose percentile it is', () => {
    expect(trendSentence(summary, '7d', 'hour', uptime, texts)).toContain('95th percentile of the worst hour 900 ms');
  });
});

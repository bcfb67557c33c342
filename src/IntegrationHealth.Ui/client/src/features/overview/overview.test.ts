import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { someFailure, someHealth } from '../../testing/some';
import { headlineOf } from './overview';

const texts = textsOf('en', en);
const none = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 };

describe('headlineOf', () => {
  it('is green only where everything is known to work', () => {
    expect(headlineOf([someHealth()], { ...none, healthy: 1 }, 1, texts)).toEqual({ status: 'healthy', text: 'The integration works' });
    expect(headlineOf([someHealth()], { ...none, healthy: 2, paused: 5 }, 7, texts)).toEqual({ status: 'healthy', text: 'All 2 integrations that are not paused work' });
  });
  it.each([
    ['never checked', [someHealth({ status: 'unknown', lastCheckedAt: null })], { ...none, unknown: 2 }, 2, 'unknown', 'The integrations are being checked'],
    ['one of seven known', [someHealth()], { ...none, healthy: 1, unknown: 6 }, 7, 'unknown', 'It is not known whether 6 of 7 integrations work'],
    ['old', [someHealth({ stale: true })], { ...none, healthy: 3 }, 3, 'unknown', 'It is not known whether 1 of 3 integrations works'],
    ['paused', [someHealth({ status: 'paused' })], { ...none, paused: 2 }, 2, 'paused', 'All integrations are paused'],
    ['limited and old', [someHealth({ stale: true })], { ...none, degraded: 1, healthy: 1 }, 2, 'degraded', '1 of 2 integrations is degraded'],
    ['marked by an outage', [someHealth({ status: 'degraded', failure: someFailure({ outageId: 'o1' }) })], { ...none, degraded: 1, healthy: 1 }, 2, 'degraded', '1 of 2 integrations is degraded'],
    ['limited', [someHealth()], { ...none, degraded: 1, healthy: 1 }, 2, 'degraded', 'Everything works; 1 of 2 integrations is degraded'],
    ['none', [], none, 0, 'unknown', 'No integrations yet'],
  ] as const)('is not green where that is not so: %s', (_, items, summary, total, status, text) => {
    expect(headlineOf(items, summary, total, texts)).toEqual({ status, text });
  });
});

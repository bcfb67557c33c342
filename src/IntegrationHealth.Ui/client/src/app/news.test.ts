import { describe, expect, it } from 'vitest';
import type { IntegrationHealth } from '../api/types';
import { en } from '../i18n/en';
import { textsOf } from '../i18n/I18n';
import { someFailure, someHealth } from '../testing/some';
import { News } from './news';

const texts = textsOf('en', en);
const was = (...items: IntegrationHealth[]) => new Map(items.map((item) => [item.id, item]));
const healthy = (id: string) => someHealth({ id, name: id, status: 'healthy' });
const failing = (id: string) => someHealth({ id, name: id, status: 'unhealthy', failure: someFailure({ message: 'Refused.' }) });

function desk() {
  const clock = { now: 0 };
  return { clock, news: new News(() => clock.now) };
}

describe('News', () => {
  it('names the one that failed, and why', () => {
    const { news } = desk();
    expect(news.add(was(healthy('a')), [failing('a')])).toBe(true);
    expect(news.toast(texts)).toEqual({ key: 'news', status: 'unhealthy', title: 'a stopped working', text: 'Refused.' });
  });
  it('tells of a failure that this page did not hold before, when it is a fresh one', () => {
    const { news } = desk();
    const at = '2026-01-01T12:00:00Z';
    expect(news.add(was(), [{ ...failing('a'), statusSince: '2026-01-01T10:00:00Z', lastCheckedAt: at }])).toBe(false);
    expect(news.add(was(), [{ ...healthy('b'), statusSince: at, lastCheckedAt: at }])).toBe(false);
    expect(news.add(was(), [{ ...failing('c'), statusSince: at, lastCheckedAt: at }])).toBe(true);
    expect(news.toast(texts).title).toBe('c stopped working');
  });
  it('counts a storm over several messages as one', () => {
    const { news, clock } = desk();
    for (const id of ['a', 'b', 'c']) {
      clock.now += 5000;
      news.add(was(healthy(id)), [failing(id)]);
    }
    news.add(was(failing('a')), [healthy('a')]);
    expect(news.toast(texts)).toMatchObject({ title: '2 connections stopped working', text: 'b, c · a works again' });
  });
  it('begins anew after a quiet time', () => {
    const { news, clock } = desk();
    news.add(was(healthy('a')), [failing('a')]);
    clock.now += 11_000;
    news.add(was(failing('b')), [healthy('b')]);
    expect(news.toast(texts)).toEqual({ key: 'news', status: 'healthy', title: 'b works again' });
  });
  it('has nothing to say of what did not change, or is new to this page', () => {
    const { news } = desk();
    expect(news.add(was(failing('a')), [failing('a'), failing('unseen'), someHealth({ id: 'a', status: 'degraded' })])).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { someHealth } from '../../testing/some';
import { matches } from './order';

describe('matches', () => {
  const mail = someHealth({ name: 'Alice’s Gmail', provider: 'gmail', status: 'unhealthy', tags: ['prod'] });
  it.each([
    [{}, true], [{ status: ['unhealthy', 'degraded'] }, true], [{ status: ['healthy'] }, false], [{ provider: ['slack'] }, false], [{ q: 'GMAIL' }, true],
    [{ q: 'slack' }, false], [{ tag: 'prod' }, true], [{ tag: 'eu' }, false], [{ without: ['tag'] as const }, false],
  ])('answers %j as the server would', (filter, expected) => {
    expect(matches(mail, filter)).toBe(expected);
  });
});

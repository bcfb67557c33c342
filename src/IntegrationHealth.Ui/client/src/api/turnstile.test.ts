import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile';

/** Work that ends when it is told to, and says when it began. */
function work(began: string[], name: string) {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { run: () => { began.push(name); return done; }, end };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

describe('Turnstile', () => {
  it('lets as many through as it may, and then the latest arrival', async () => {
    const began: string[] = [];
    const turnstile = new Turnstile(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => work(began, name));
    const passed = all.map((each) => turnstile.pass(each.run));
    await settle();
    expect(began).toEqual(['a', 'b']);
    all[0]?.end();
    await settle();
    expect(began).toEqual(['a', 'b', 'd']);
    all.forEach((each) => each.end());
    await Promise.all(passed);
    expect(began).toEqual(['a', 'b', 'd', 'c']);
  });
  it('goes on after one that failed', async () => {
    const turnstile = new Turnstile(1);
    const failing = turnstile.pass(() => Promise.reject(new Error('no')));
    const next = turnstile.pass(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
  it('never runs what was given up while it waited', async () => {
    const began: string[] = [];
    const turnstile = new Turnstile(1);
    const first = work(began, 'first');
    const stop = new AbortController();
    const passing = turnstile.pass(first.run);
    const waiting = turnstile.pass(() => { began.push('second'); return Promise.resolve(); }, stop.signal);
    stop.abort(new Error('scrolled past'));
    await expect(waiting).rejects.toThrow('scrolled past');
    first.end();
    await passing;
    await settle();
    expect(began).toEqual(['first']);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { Hub } from './hub';
import { answerOf, LiveConnection, type Answer } from './liveConnection';

function bench({ starts = true, answers = 'polling' }: { starts?: boolean; answers?: Answer } = {}) {
  const timers: (() => void)[] = [];
  const state = { starts, answers, closed: [] as (() => void)[], subscribed: [] as boolean[], created: 0, stopped: 0 };
  const live = new LiveConnection({
    createHub: () => {
      state.created++;
      return Promise.resolve({
        on: () => undefined, invoke: () => Promise.resolve(), stop: () => { state.stopped++; return Promise.resolve(); },
        onclose: (closed: () => void) => state.closed.push(closed),
        start: () => (state.starts ? Promise.resolve() : Promise.reject(new Error('no hub'))),
      } as unknown as Hub);
    },
    subscribe: (_, again) => {
      state.subscribed.push(again);
      return Promise.resolve();
    },
    listen: () => undefined,
    probe: () => Promise.resolve(state.answers),
    now: () => 42, random: () => 0.5,
    setTimer: (action) => {
      timers.push(action);
      return 0 as unknown as ReturnType<typeof setTimeout>;
    },
  });
  return { live, state, timers };
}

const becomes = (live: LiveConnection, state: string) => vi.waitFor(() => expect(live.snapshot().state).toBe(state));

describe('LiveConnection', () => {
  it('is live once the hub took the subscription', async () => {
    const { live, state } = bench();
    live.start();
    await becomes(live, 'live');
    expect(state.subscribed).toEqual([false]);
    expect(live.snapshot().heardAt).toBe(42);
  });
  it('subscribes again after a loss, and says that it does', async () => {
    const { live, state, timers } = bench();
    live.start();
    await becomes(live, 'live');
    state.closed[0]?.();
    expect(live.snapshot().state).toBe('connecting');
    timers[0]?.();
    await becomes(live, 'live');
    expect(state.subscribed).toEqual([false, true]);
  });
  it('ends the hub that the browser called lost before it makes another', async () => {
    const { live, state } = bench();
    live.start();
    await becomes(live, 'live');
    live.lost();
    live.retryNow();
    await becomes(live, 'live');
    expect([state.created, state.stopped]).toEqual([2, 1]);
  });
  it('tells a missing hub from a missing server', async () => {
    const { live, state, timers } = bench({ starts: false });
    live.start();
    await becomes(live, 'polling');
    state.answers = 'offline';
    timers[0]?.();
    await becomes(live, 'offline');
  });
  it('tells a server in trouble, and one that no longer knows who asks, from one that is gone', async () => {
    const { live, state, timers } = bench({ starts: false, answers: 'failing' });
    live.start();
    await becomes(live, 'failing');
    expect(live.snapshot().heardAt).toBeNull();
    state.answers = 'signedOut';
    timers[0]?.();
    await becomes(live, 'signedOut');
    expect([0, 200, 304, 401, 403, 429, 500, 503].map(answerOf)).toEqual(['offline', 'polling', 'polling', 'signedOut', 'polling', 'polling', 'failing', 'failing']);
  });
  it('believes that nobody is signed in when the endpoints say so, and is back once they know who asks', async () => {
    const { live, state, timers } = bench();
    live.start();
    await becomes(live, 'live');
    await live.refused();
    expect(live.snapshot().state).toBe('live');
    state.answers = 'signedOut';
    await live.refused();
    await live.refused();
    expect(live.snapshot()).toEqual({ state: 'signedOut', heardAt: 42 });
    expect([state.stopped, timers.length]).toEqual([1, 1]);
    timers[0]?.();
    await becomes(live, 'live');
    expect(state.subscribed).toEqual([false, true]);
  });
  it('does nothing more once stopped', async () => {
    const { live, state, timers } = bench({ starts: false });
    live.start();
    await becomes(live, 'polling');
    live.stop();
    timers[0]?.();
    live.retryNow();
    await Promise.resolve();
    expect(state.created).toBe(2);
    expect(live.currentHub).toBeNull();
  });
});

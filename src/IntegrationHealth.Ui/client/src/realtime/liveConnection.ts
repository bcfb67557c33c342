import type { Hub } from './hub';

/**
 * - connecting: not yet, or not again.
 * - live: the hub tells of every change.
 * - polling: the endpoints answer, but there is no hub; pages read again now and then.
 * - failing: the server answers, but with an error of its own.
 * - signedOut: the server answers, and no longer knows who asks.
 * - offline: nothing answers. In the last three what is shown is the last that was known.
 */
export type LiveState = 'connecting' | 'live' | 'polling' | 'failing' | 'signedOut' | 'offline';

/** What the endpoints say while the hub says nothing. */
export type Answer = 'polling' | 'failing' | 'signedOut' | 'offline';

/** By the HTTP status of an answer; 0 is none. A refusal is an answer too: who may not read this may read other pages. */
export function answerOf(status: number): Answer {
  return status === 0 ? 'offline' : status === 401 ? 'signedOut' : status >= 500 ? 'failing' : 'polling';
}

export interface LiveStatus {
  state: LiveState;
  /** When the last word from the server was heard; null before the first. */
  heardAt: number | null;
}

interface Dependencies {
  createHub: () => Promise<Hub>;
  /** Tells the hub what to send; called after each connect. */
  subscribe: (hub: Hub, isReconnect: boolean) => Promise<void>;
  listen: (hub: Hub, heard: () => void) => void;
  /** What the endpoints answer although the hub does not; never rejects. */
  probe: () => Promise<Answer>;
  now: () => number;
  random: () => number;
  setTimer: (action: () => void, milliseconds: number) => ReturnType<typeof setTimeout>;
}

const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** Keeps one hub connection for the page, and says how it stands. */
export class LiveConnection {
  private readonly listeners = new Set<() => void>();
  private status: LiveStatus = { state: 'connecting', heardAt: null };
  private hub: Hub | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempts = 0;
  private stopped = true;
  private connectedBefore = false;
  private connecting = false;
  private asking = false;

  constructor(private readonly dependencies: Dependencies) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LiveStatus => this.status;

  get currentHub(): Hub | null {
    return this.status.state === 'live' ? this.hub : null;
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    const hub = this.hub;
    this.hub = null;
    void hub?.stop();
  }

  /** At once instead of at the next retry: the browser says that the network is back, or a person asks. */
  readonly retryNow = (): void => {
    if (this.stopped || this.status.state === 'live' || this.connecting) return;
    if (this.timer) clearTimeout(this.timer);
    this.attempts = 0;
    void this.connect();
  };

  readonly heard = (): void => {
    this.set({ heardAt: this.dependencies.now() });
  };

  /** The browser knows at once that the network is gone; the socket may take a minute. */
  readonly lost = (): void => this.set({ state: 'offline' });

  /**
   * A call was refused because nobody is signed in. A single route may say so for reasons of its own, so the endpoints are asked before it is
   * believed of the whole page.
   */
  readonly refused = async (): Promise<void> => {
    if (this.stopped || this.asking || this.status.state === 'signedOut') return;
    this.asking = true;
    try {
      const answer = await this.dependencies.probe();
      if (answer !== 'signedOut' || this.isStopped()) return;
      const hub = this.hub;
      this.hub = null;
      void hub?.stop();
      this.set({ state: 'signedOut' });
      // One without a hub is being retried already.
      if (hub) this.retryLater();
    } finally {
      this.asking = false;
    }
  };

  private async connect(): Promise<void> {
    this.connecting = true;
    // One that the browser called lost may still be open, and would tell everything twice.
    const lost = this.hub;
    this.hub = null;
    void lost?.stop();
    try {
      const hub = await this.dependencies.createHub();
      if (this.isStopped()) return;
      this.dependencies.listen(hub, this.heard);
      hub.onclose(() => {
        if (this.hub !== hub) return;
        this.hub = null;
        this.set({ state: 'connecting' });
        this.retryLater();
      });
      await hub.start();
      await this.dependencies.subscribe(hub, this.connectedBefore);
      if (this.isStopped()) {
        await hub.stop();
        return;
      }
      this.hub = hub;
      this.attempts = 0;
      this.connectedBefore = true;
      this.set({ state: 'live', heardAt: this.dependencies.now() });
    } catch {
      // The reason does not matter here: what does is whether the endpoints answer.
      const state = await this.dependencies.probe();
      if (this.isStopped()) return;
      this.set(state === 'polling' ? { state, heardAt: this.dependencies.now() } : { state });
      this.retryLater();
    } finally {
      this.connecting = false;
    }
  }

  // A method, as the compiler would otherwise think that nothing changes across an await.
  private isStopped(): boolean {
    return this.stopped;
  }

  private retryLater(): void {
    if (this.stopped) return;
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** this.attempts++);
    // Spread, or all browsers would come back in the same second after a restart.
    this.timer = this.dependencies.setTimer(() => void this.connect(), wait * (0.75 + this.dependencies.random() * 0.5));
  }

  private set(change: Partial<LiveStatus>): void {
    if ((Object.keys(change) as (keyof LiveStatus)[]).every((key) => this.status[key] === change[key])) return;
    this.status = { ...this.status, ...change };
    for (const listener of this.listeners) listener();
  }
}

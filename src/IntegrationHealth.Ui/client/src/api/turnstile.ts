/** Lets a few through at once and the latest arrival first: what is looked at now matters more than what was scrolled past. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private inside = 0;

  constructor(private readonly most: number) {}

  /** Runs the work when its turn comes; one that is given up while it waits never runs. */
  async pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.inside >= this.most) await this.turn(signal);
    else this.inside++;
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = this.waiting.pop();
      if (next) next();
      else this.inside--;
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        const at = this.waiting.indexOf(resolve);
        if (at < 0) return;
        this.waiting.splice(at, 1);
        reject(signal.reason as Error);
      }, { once: true });
    });
  }
}

/** The part of a fetch event's request that matters here. */
export type Asked = Pick<Request, 'url' | 'method' | 'mode'>;

export interface Surroundings {
  /** Where the interface stands, with a slash at its end. */
  root: URL;
  /** Another with every build. */
  version: string;
  /** All hashed files of the build, below the root. */
  assets: readonly string[];
  caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  fetch: (request: Request | string) => Promise<Response>;
}

const prefix = 'integration-health:';
/** What tells the page from a sign-in page of the host's, or a proxy's error. */
const mark = 'name="integration-health"';
/** What a proxy says when the host behind it is gone. */
const gone = new Set([502, 504]);

/** Under which the page is kept. */
export function shellKeyOf(root: URL | string): string {
  return new URL('?shell', root).href;
}

/**
 * Keeps the page itself readable when neither network nor host are there: the page from the network as long as there is one, its hashed
 * files from the cache, as they never change. What the endpoints answer is none of its business; it lets all other requests pass.
 */
export class ShellWorker {
  private readonly mine: string;

  constructor(private readonly around: Surroundings) {
    this.mine = `${prefix}${around.root.pathname}:`;
  }

  /** Takes all files of this build, and the page as the one who is signed in sees it. */
  async install(): Promise<void> {
    const cache = await this.cache();
    await cache.addAll(this.around.assets.map((asset) => new URL(asset, this.around.root).href));
    await this.keep(await this.around.fetch(this.around.root.href)).catch(() => undefined);
  }

  /** Removes what earlier builds of this interface left. */
  async activate(): Promise<void> {
    const names = await this.around.caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(this.mine) && name !== this.name).map((name) => this.around.caches.delete(name)));
  }

  /** The answer; null lets the request pass as if nobody listened. */
  answer(request: Request): Promise<Response> | null {
    return this.isPage(request) ? this.page(request) : this.isAsset(request) ? this.asset(request) : null;
  }

  private isPage({ url, method, mode }: Asked): boolean {
    const { origin, pathname } = new URL(url);
    const { root } = this.around;
    return method === 'GET' && mode === 'navigate' && origin === root.origin && (pathname.startsWith(root.pathname) || `${pathname}/` === root.pathname);
  }

  private isAsset({ url, method }: Asked): boolean {
    return method === 'GET' && url.startsWith(new URL('assets/', this.around.root).href);
  }

  private async page(request: Request): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.around.fetch(request);
    } catch (error) {
      const kept = await this.shell();
      if (!kept) throw error;
      return kept;
    }
    if (gone.has(answer.status)) return await this.shell() ?? answer;
    await this.keep(answer.clone()).catch(() => undefined); // A full disk is no reason not to show the page.
    return answer;
  }

  private async asset(request: Request): Promise<Response> {
    const cache = await this.cache();
    const kept = await cache.match(request.url);
    if (kept) return kept;
    const answer = await this.around.fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone()).catch(() => undefined);
    return answer;
  }

  private async keep(answer: Response): Promise<void> {
    if (!answer.ok || answer.redirected || !answer.headers.get('Content-Type')?.startsWith('text/html')) return;
    const text = await answer.text();
    if (!text.includes(mark)) return;
    const headers = new Headers(answer.headers);
    for (const name of ['Content-Encoding', 'Content-Length', 'Set-Cookie']) headers.delete(name);
    await (await this.cache()).put(this.shellKey, new Response(text, { headers }));
  }

  /** The page as it came last, at whatever depth it is asked for: its base is the one thing in it that depends on its own address. */
  private async shell(): Promise<Response | undefined> {
    const kept = await (await this.cache()).match(this.shellKey);
    if (!kept) return undefined;
    const text = (await kept.text()).replace(/<base href="[^"]*"/, () => `<base href="${this.around.root.pathname}"`);
    return new Response(text, { headers: kept.headers });
  }

  private get name(): string {
    return `${this.mine}${this.around.version}`;
  }

  private get shellKey(): string {
    return shellKeyOf(this.around.root);
  }

  private cache(): Promise<Cache> {
    return this.around.caches.open(this.name);
  }
}

import { shellKeyOf } from '../worker/shellWorker';
import type { Configuration } from './configuration';

/** Not before the page has what it needs. */
const afterMs = 3000;

/**
 * Has the browser keep the page itself, so that it opens again without network or host. Not with bearer tokens: who asks is then known only
 * to the host's token endpoint, and nobody's state may be shown to somebody else.
 */
export function keepPageOffline(configuration: Configuration, workers: Pick<ServiceWorkerContainer, 'register'> | undefined, later: (action: () => void, milliseconds: number) => unknown = setTimeout): void {
  if (!workers || configuration.accessTokenUrl) return;
  later(() => {
    void workers.register(new URL('worker.js', configuration.rootUrl), { scope: scopeOf(configuration.rootUrl), updateViaCache: 'none' }).catch(() => undefined);
  }, afterMs);
}

/** Without the slash at the end, as the page is also reached without it. */
export function scopeOf(rootUrl: string): string {
  return new URL(rootUrl).pathname.replace(/\/$/, '') || '/';
}

/** The page as somebody saw it who signs out now. */
export async function forgetPage(rootUrl: string, stores: Pick<CacheStorage, 'keys' | 'open'> | undefined): Promise<void> {
  if (!stores) return;
  const names = (await stores.keys()).filter((name) => name.startsWith(`integration-health:${new URL(rootUrl).pathname}:`));
  await Promise.all(names.map(async (name) => (await stores.open(name)).delete(shellKeyOf(rootUrl))));
}

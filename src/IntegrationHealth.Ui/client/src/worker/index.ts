import { ShellWorker } from './shellWorker';

/** Put in by scripts/build.mjs. */
declare const BUILD_VERSION: string;
declare const BUILD_ASSETS: readonly string[];

interface LifetimeEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}

interface Asking extends LifetimeEvent {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}

/** As far as it is used here: the types of pages and of workers cannot be had at once. */
interface WorkerScope {
  location: Location;
  caches: CacheStorage;
  clients: { claim: () => Promise<void> };
  skipWaiting: () => Promise<void>;
  fetch: typeof fetch;
  addEventListener: ((type: 'install' | 'activate', listener: (event: LifetimeEvent) => void) => void) & ((type: 'fetch', listener: (event: Asking) => void) => void);
}

const scope = globalThis as unknown as WorkerScope;
const worker = new ShellWorker({
  root: new URL('./', scope.location.href), version: BUILD_VERSION, assets: BUILD_ASSETS, caches: scope.caches, fetch: (request) => scope.fetch(request),
});

// A newer build takes over at once: the page comes from the network anyway, so nothing of the old one is worth waiting for.
scope.addEventListener('install', (event) => event.waitUntil(worker.install().then(() => scope.skipWaiting())));
scope.addEventListener('activate', (event) => event.waitUntil(worker.activate().then(() => scope.clients.claim())));
scope.addEventListener('fetch', (event) => {
  const answer = worker.answer(event.request);
  if (answer) event.respondWith(answer);
});

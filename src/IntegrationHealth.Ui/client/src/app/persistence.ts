import { dehydrate, hydrate, type DehydratedState, type Query, type QueryClient } from '@tanstack/react-query';

const prefix = 'integration-health:cache:';
/** Written for the other pages of this browser to hear, and removed at once. */
const signOutKey = 'integration-health:signing-out';
const format = 1;
const maxCharacters = 1_500_000;
const maxAgeMs = 7 * 24 * 3_600_000;
const writeEveryMs = 2000;
const keptKinds = new Set(['healthList', 'healthGroups', 'transitions', 'health', 'recent', 'incidents', 'metrics', 'alerts', 'outages']);

/** Of this page. */
const keeping = new Set<() => void>();
let leaving = false;

interface Kept {
  format: number;
  at: number;
  state: DehydratedState;
}

/**
 * Keeps the last known state in the browser, for one person: it stays readable when the connection or the server is gone. What another
 * person left in this browser is removed.
 */
export function persistQueries(client: QueryClient, userKey: string, storage: Storage, now: () => number = Date.now): () => void {
  const key = prefix + userKey;
  removeOthers(storage, key);
  restore(client, storage, key, now);

  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    timer = null;
    const state = dehydrate(client, { shouldDehydrateQuery: isKept, shouldDehydrateMutation: () => false });
    const text = JSON.stringify({ format, at: now(), state } satisfies Kept);
    try {
      if (text.length <= maxCharacters) storage.setItem(key, text);
    } catch {
      storage.removeItem(key); // Full: better nothing than a page from long ago.
    }
  };
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') timer ??= setTimeout(write, writeEveryMs);
  });
  const heard = (event: StorageEvent) => {
    // Removed by the page of another person, who is signed in now.
    if (event.key === key && event.newValue === null) stop();
    if (event.key !== signOutKey || event.newValue === null) return;
    leaving = true;
    stop();
  };
  window.addEventListener('storage', heard);
  const stop = () => {
    window.removeEventListener('storage', heard);
    unsubscribe();
    if (timer) clearTimeout(timer);
    keeping.delete(stop);
  };
  keeping.add(stop);
  return stop;
}

/** Keeps nothing more of what this page receives. */
export function stopKeeping(): void {
  for (const stop of [...keeping]) stop();
}

/** Removes what is kept, and keeps nothing more: a page that is being left goes on receiving until the next one is there. */
export function forgetQueries(storage: Storage): void {
  leaving = true;
  stopKeeping();
  removeOthers(storage, null);
  storage.setItem(signOutKey, '1');
  storage.removeItem(signOutKey);
}

/** True once the person has signed out, here or in another page of this browser: what is still shown is then nobody's to see. */
export function hasSignedOut(): boolean {
  return leaving;
}

function restore(client: QueryClient, storage: Storage, key: string, now: () => number): void {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? 'null') as Kept | null;
    if (kept?.format === format && now() - kept.at < maxAgeMs) hydrate(client, kept.state);
  } catch {
    storage.removeItem(key);
  }
}

/** First pages only: ten thousand rows would not fit, and nobody reads them offline. */
function isKept(query: Query): boolean {
  if (query.state.status !== 'success' || !keptKinds.has(String(query.queryKey[0]))) return false;
  const data = query.state.data as { pages?: unknown[] } | undefined;
  return !data?.pages || data.pages.length <= 1;
}

function removeOthers(storage: Storage, own: string | null): void {
  for (const key of Object.keys(storage)) if (key.startsWith(prefix) && key !== own) storage.removeItem(key);
}

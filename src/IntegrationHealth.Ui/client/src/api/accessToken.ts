import type { AccessToken } from './client';
import { Problem } from './problem';

const earlyMs = 30_000;

/** Asks the host for a token, and again shortly before it ends. One request at a time. */
export function hostAccessToken(url: string, now: () => number = Date.now): AccessToken {
  let current: { value: string; until: number } | null = null;
  let asking: Promise<string | null> | null = null;

  async function ask(): Promise<string | null> {
    const response = await fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
    // A host in trouble is not one that no longer knows who asks.
    if (response.status >= 500) throw await Problem.of(response);
    if (!response.ok) return null;
    const answer = await response.json() as { accessToken: string; expiresInMs?: number };
    current = { value: answer.accessToken, until: now() + (answer.expiresInMs ?? 300_000) - earlyMs };
    return current.value;
  }

  return () => {
    if (current && current.until > now()) return Promise.resolve(current.value);
    asking ??= ask().finally(() => (asking = null));
    return asking;
  };
}

import type { AccessToken, Person } from '../api/client';
import { Problem } from '../api/problem';
import { askForConfiguration, type Configuration } from './configuration';

/**
 * Asks the host who is signed in now, and leaves a page that was somebody else's: a new person begins with a page of their own, and with nothing of
 * the one before.
 */
export function whoIsSignedIn(page: Configuration, accessToken: AccessToken | undefined, leave: () => void): () => Promise<Person> {
  return async () => {
    const token = await accessToken?.() ?? null;
    let response: Response;
    try {
      response = await askForConfiguration(page.rootUrl, token);
    } catch (error) {
      throw new Problem(0, 'No answer', error instanceof Error ? error.message : String(error));
    }
    // A host may lead whoever is not signed in to a page of its own.
    const now = response.ok ? await response.json().catch(() => null) as { userKey?: string | null } | null : null;
    const userKey = now?.userKey ?? null;
    if (userKey === page.userKey) return 'same';
    if (userKey === null) return 'nobody';
    leave();
    return 'another';
  };
}

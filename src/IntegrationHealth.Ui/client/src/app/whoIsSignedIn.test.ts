import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../api/client';
import type { Configuration } from './configuration';
import { whoIsSignedIn } from './whoIsSignedIn';

const page: Configuration = {
  title: 'Connections', apiUrl: 'https://host.example/api/', user: 'Alice', userKey: 'alice', administrator: false, signInUrl: null, signOutUrl: null,
  accessTokenUrl: null, rootUrl: 'https://host.example/ui/',
};

function hostOf(answers: { userKey?: string | null; page?: string; signedIn: boolean }): { api: ApiClient; leave: ReturnType<typeof vi.fn>; asked: string[] } {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: URL | string) => {
    const path = new URL(address).pathname;
    asked.push(path);
    if (path.endsWith('config.json')) return Promise.resolve(new Response(answers.page ?? JSON.stringify({ userKey: answers.userKey ?? null })));
    return Promise.resolve(new Response('{}', { status: answers.signedIn ? 200 : 401 }));
  });
  const leave = vi.fn();
  return { api: new ApiClient({ url: 'https://host.example/api/', person: whoIsSignedIn(page, undefined, leave) }), leave, asked };
}

afterEach(() => vi.unstubAllGlobals());

describe('whoIsSignedIn', () => {
  it('is not asked while nothing was refused', async () => {
    const { api, asked } = hostOf({ userKey: 'alice', signedIn: true });
    await api.get('integrations/health');
    expect(asked).toEqual(['/api/integrations/health']);
  });

  it('goes on for the same person, once', async () => {
    const answers = { userKey: 'alice', signedIn: false };
    const { api, leave, asked } = hostOf(answers);
    await expect(api.get('integrations/health')).rejects.toMatchObject({ status: 401 });
    answers.signedIn = true;
    await api.get('integrations/health');
    await api.get('integrations/health');
    expect(asked).toEqual(['/api/integrations/health', '/ui/config.json', '/api/integrations/health', '/api/integrations/health']);
    expect(leave).not.toHaveBeenCalled();
  });

  it('leaves the page to somebody else, and reads nothing as them', async () => {
    const answers = { userKey: 'bob', signedIn: false };
    const { api, leave, asked } = hostOf(answers);
    await expect(api.get('integrations/health')).rejects.toMatchObject({ status: 401 });
    answers.signedIn = true;
    void api.get('integrations/health');
    void api.confirm();
    await vi.waitFor(() => expect(leave).toHaveBeenCalled());
    expect(asked.filter((path) => path.startsWith('/api'))).toHaveLength(1);
  });

  it('asks anew for as long as nobody is signed in, also where the host shows a page for that', async () => {
    const { api, leave, asked } = hostOf({ page: '<html>Sign in</html>', signedIn: false });
    for (let call = 0; call < 3; call++) await expect(api.get('integrations/health')).rejects.toMatchObject({ status: 401 });
    expect(asked.filter((path) => path.endsWith('config.json'))).toHaveLength(2);
    expect(leave).not.toHaveBeenCalled();
  });

  it('says that nothing answers where it cannot ask', async () => {
    const { api } = hostOf({ userKey: 'alice', signedIn: false });
    api.doubt();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(api.get('integrations/health')).rejects.toMatchObject({ status: 0 });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { hostAccessToken } from './accessToken';
import { Problem } from './problem';

const answering = (...answers: Response[]) => vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(answers.shift() ?? new Response(null, { status: 404 }))));

describe('hostAccessToken', () => {
  it('keeps a token until shortly before it ends', async () => {
    let now = 0;
    answering(new Response('{"accessToken":"one","expiresInMs":60000}'), new Response('{"accessToken":"two","expiresInMs":60000}'));
    const token = hostAccessToken('https://host.example/token', () => now);
    expect([await token(), await token()]).toEqual(['one', 'one']);
    now = 30_000;
    expect(await token()).toBe('two');
  });
  it('tells a host in trouble from one that no longer knows who asks', async () => {
    answering(new Response('{"title":"Busy"}', { status: 503 }), new Response(null, { status: 401 }));
    const token = hostAccessToken('https://host.example/token');
    await expect(token()).rejects.toMatchObject({ status: 503 });
    await expect(token().catch((error: unknown) => error instanceof Problem)).resolves.toBeNull();
  });
});

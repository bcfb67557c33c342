import { QueryClient } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/en';
import { textsOf } from '../i18n/I18n';
import { someHealth } from '../testing/some';
import { App } from './App';
import type { Configuration } from './configuration';
import { forgetQueries } from './persistence';

vi.mock('../realtime/hub', () => ({ createHub: () => { throw new Error('no hub here'); } }));

const configuration: Configuration = {
  title: 'Connections', apiUrl: 'https://host.example/api/', user: 'Alice', userKey: 'alice', administrator: false, signInUrl: 'https://host.example/signin', signOutUrl: null,
  accessTokenUrl: null, rootUrl: 'https://host.example/',
};
const list = { items: [someHealth()], nextCursor: null, total: 1, summary: { healthy: 1, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 }, stale: false };
const json = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));

function show(answer: (path: string) => Promise<Response>): QueryClient {
  vi.stubGlobal('fetch', (url: string) => answer(new URL(url).pathname));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<App configuration={configuration} client={client} initialTexts={textsOf('en', en)} />);
  return client;
}

beforeEach(() => {
  history.replaceState(null, '', '/');
  vi.stubGlobal('IntersectionObserver', class { observe() { /* nothing scrolls here */ } disconnect() { /* nor here */ } });
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
});

describe('App', () => {
  it('keeps the page of somebody whose sign-in has ended, and says where to sign in', async () => {
    let signedIn = true;
    const client = show((path) => (!signedIn ? json({ title: 'Unauthorized' }, 401) : path.endsWith('/health') ? json(list) : json({ items: [], nextCursor: null, total: 0 })));
    expect(await screen.findByRole('link', { name: 'Alice’s Gmail' })).toBeVisible();
    signedIn = false;
    await act(() => client.refetchQueries());
    expect(await screen.findByText(/You are signed out\. This is what was known/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', 'https://host.example/signin');
    expect(screen.getByRole('link', { name: 'Alice’s Gmail' })).toBeVisible();
  });
  it('shows where to sign in where there is nothing to show', async () => {
    show(() => json({ title: 'Unauthorized' }, 401));
    expect(await screen.findByRole('heading', { name: 'You are signed out' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', 'https://host.example/signin');
    expect(screen.queryByRole('banner')).toBeNull();
  });
  it('shows nothing more of what a person has left on purpose, whatever the host answers later', async () => {
    let signedIn = true;
    const client = show((path) => (!signedIn ? json({ title: 'Unauthorized' }, 401) : path.endsWith('/health') ? json(list) : json({ items: [], nextCursor: null, total: 0 })));
    expect(await screen.findByRole('link', { name: 'Alice’s Gmail' })).toBeVisible();
    forgetQueries(localStorage);
    signedIn = false;
    await act(() => client.refetchQueries());
    expect(await screen.findByRole('heading', { name: 'You are signed out' })).toBeVisible();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    act(() => { window.dispatchEvent(new Event('offline')); });
    expect(screen.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
    expect(client.getQueryCache().getAll()).toEqual([]);
  });
});

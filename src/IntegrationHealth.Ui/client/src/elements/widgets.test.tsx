import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { someHealth } from '../testing/some';
import { registerWidget, type Widget } from './widgets';

vi.mock('../realtime/hub', () => ({ createHub: () => { throw new Error('no hub here'); } }));

type Answer = (path: string, method: string) => Response;

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const configuration = {
  title: 'Health', apiUrl: '../api/', user: null, userKey: null, administrator: false, signInUrl: '../sign-in?next={returnUrl}', signOutUrl: null, accessTokenUrl: null,
};
const healthy: Answer = (path) => (path.endsWith('/history') ? json({ items: [], nextCursor: null }) : json(someHealth()));

let hosts = 0;
const shown: (() => void)[] = [];

/** An element on a page of the host's own: what it draws goes into its own root. */
async function show(answer: Answer, part: Partial<Widget> = {}): Promise<HTMLElement> {
  hosts += 1;
  const root = `https://host${hosts}.example/health/`;
  vi.stubGlobal('fetch', (url: string | URL, init: RequestInit = {}) => {
    const { pathname } = new URL(url);
    return Promise.resolve(pathname.endsWith('/config.json') ? json(configuration) : answer(pathname, init.method ?? 'GET'));
  });
  const mount = document.createElement('div');
  document.body.append(mount);
  const { remove } = registerWidget(root, { mount, locale: null, headingLevel: 3, content: { kind: 'status', integrationId: 'one' }, ...part });
  shown.push(() => { remove(); mount.remove(); });
  await waitFor(() => expect(mount.querySelector('.heading')).not.toBeNull());
  return mount;
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
});
afterEach(() => shown.splice(0).forEach((remove) => remove()));

describe('an element on a page of the host’s own', () => {
  it('says inside itself that a check could not be started', async () => {
    const mount = await show((path, method) => (method === 'POST' ? json({ title: 'Oh', detail: 'NullReferenceException' }, 500) : healthy(path, method)));
    fireEvent.click(within(mount).getByRole('button', { name: /Check now/ }));
    expect(await within(mount).findByText('The check could not be started')).toBeVisible();
    expect(within(mount).getByText(/It answered with status 500/)).toBeVisible();
    expect(screen.queryByText(/NullReferenceException/)).toBeNull();
  });
  it('explains the limit inside itself', async () => {
    const mount = await show((path, method) => (method === 'POST' ? json({}, 429, { 'Retry-After': '58' }) : healthy(path, method)));
    fireEvent.click(within(mount).getByRole('button', { name: /Check now/ }));
    expect(await within(mount).findByText('Checked a moment ago')).toBeVisible();
    expect(within(mount).getByText(/Try again in 58 s/)).toBeVisible();
  });
  it('says that nobody is signed in, and where to', async () => {
    const mount = await show(() => json({ detail: 'Send the host\'s credentials with the request, such as a bearer token.' }, 401));
    expect(await within(mount).findByText('You are signed out')).toBeVisible();
    expect(within(mount).getByRole('link', { name: 'Sign in' }).getAttribute('href')).toMatch(/^https:\/\/host\d+\.example\/sign-in\?next=/);
    expect(within(mount).queryByText(/bearer/)).toBeNull();
  });
  it('says in its language that there is no such connection, under a heading of the level that the page wants', async () => {
    const mount = await show(() => json({ detail: 'There is no integration with this id.' }, 404), { locale: 'de', headingLevel: 5 });
    expect(await within(mount).findByText('Diese Verbindung gibt es nicht, oder sie ist nicht für Sie bestimmt.')).toBeVisible();
    expect(within(mount).getByRole('heading', { level: 5, name: 'Nicht gefunden' })).toBeVisible();
    expect(within(mount).queryByText(/no integration/)).toBeNull();
  });
  it('has its name as a heading of that level', async () => {
    const mount = await show(healthy, { headingLevel: 2 });
    expect(within(mount).getByRole('heading', { level: 2, name: 'Alice’s Gmail' })).toBeVisible();
  });
});

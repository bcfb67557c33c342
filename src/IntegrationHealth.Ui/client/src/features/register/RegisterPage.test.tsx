import { QueryClient } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IntegrationDefinition, Provider } from '../../api/administration';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { IntegrationHealthProvider } from '../../package/IntegrationHealthProvider';
import { EditPage, RegisterPage } from './RegisterPage';
import { changedSettings } from './settings';

vi.mock('../../realtime/hub', () => ({ createHub: () => { throw new Error('no hub here'); } }));

const providers: Provider[] = [
  { name: 'crm', displayName: 'Our CRM', usesCredential: false, intervalMs: null, settings: [{ name: 'tenantName', type: 'text', required: true, default: null }, { name: 'strictMode', type: 'boolean', required: false, default: true }] },
  {
    name: 'http', displayName: 'HTTP', usesCredential: true, intervalMs: null,
    settings: [
      { name: 'url', type: 'text', required: false, default: '' }, { name: 'method', type: 'text', required: false, default: 'GET' },
      { name: 'headers', type: 'map', required: false, default: null }, { name: 'maxRedirects', type: 'number', required: false, default: 5 },
    ],
  },
];
const stored: IntegrationDefinition = {
  id: 'billing', provider: 'http', name: 'Billing', ownerId: 'alice', tags: ['prod'], intervalMs: 60_000, enabled: true,
  settings: { url: 'https://api.example/health?key=***', headers: { 'X-Auth': '***', 'X-Team': 'a' }, maxRedirects: 3 }, origin: 'runtime',
};

interface Sent {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
let sent: Sent[];

function show(page: React.ReactNode, answer: (request: Sent) => Response): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const request = { method: init.method ?? 'GET', path: new URL(url).pathname.replace('/api/', ''), body: JSON.parse(typeof init.body === 'string' ? init.body : '{}') as Record<string, unknown> };
    if (request.method !== 'GET') sent.push(request);
    return Promise.resolve(request.path === 'admin/providers' ? json({ items: providers }) : answer(request));
  });
  render(
    <IntegrationHealthProvider apiUrl="https://host.example/api/" texts={textsOf('en', en)} queryClient={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {page}
    </IntegrationHealthProvider>);
}

beforeEach(() => {
  sent = [];
  history.replaceState(null, '', '/admin/register');
});

describe('RegisterPage', () => {
  it('asks for what the chosen provider takes, and sends what was filled in', async () => {
    show(<RegisterPage />, () => json(stored, 201));
    await userEvent.click(await screen.findByRole('button', { name: /HTTP/ }));
    await userEvent.type(screen.getByLabelText('Name'), 'Billing');
    await userEvent.type(screen.getByLabelText('Tags'), 'prod, eu');
    await userEvent.type(screen.getByLabelText('Address'), 'https://api.example');
    await userEvent.click(screen.getByText('More settings'));
    await userEvent.type(screen.getByLabelText('Headers'), 'X-Team: a');
    await userEvent.type(screen.getByLabelText('Most redirects'), '2');
    await userEvent.click(screen.getByRole('button', { name: 'Register' }));
    await waitFor(() => expect(sent.at(-1)?.path).toBe('admin/integrations'));
    expect(sent.at(-1)).toMatchObject({
      method: 'POST',
      body: { provider: 'http', name: 'Billing', ownerId: '', tags: ['prod', 'eu'], intervalMs: null, enabled: true, settings: { url: 'https://api.example', headers: { 'X-Team': 'a' }, maxRedirects: 2 } },
    });
    expect(sent.at(-1)?.body).not.toHaveProperty('id');
    await waitFor(() => expect(location.pathname).toBe('/admin/integrations/billing'));
  });

  it('says at each field what is wrong with it, opens the fold, and goes to the first', async () => {
    history.replaceState(null, '', '/admin/register?provider=http');
    show(<RegisterPage />, () => json({ title: 'Invalid values', detail: 'Two values are not allowed.', errors: { name: ['name is not allowed.'], 'settings.maxRedirects': ['settings.maxRedirects is 99.'] } }, 400));
    await userEvent.click(await screen.findByRole('button', { name: 'Register' }));
    expect(await screen.findByText('settings.maxRedirects is 99.')).toBeVisible();
    expect(screen.getByLabelText('Most redirects')).toBeInvalid();
    expect(screen.getByLabelText('Name')).toHaveAccessibleDescription('Fill this in.');
    expect(screen.getByLabelText('Name')).toHaveFocus();
  });

  it('asks before another provider is chosen in place of what was filled in', async () => {
    history.replaceState(null, '', '/admin/register?provider=http');
    const asked = vi.fn(() => false);
    vi.stubGlobal('confirm', asked);
    show(<RegisterPage />, () => json({}));
    await userEvent.type(await screen.findByLabelText('Name'), 'Billing');
    await userEvent.click(screen.getByRole('button', { name: en['register.otherProvider'] }));
    expect(asked).toHaveBeenCalledTimes(1);
    expect(screen.getByLabelText('Name')).toHaveValue('Billing');
    asked.mockReturnValue(true);
    await userEvent.click(screen.getByRole('button', { name: en['register.otherProvider'] }));
    expect(await screen.findByRole('button', { name: /CRM/ })).toBeVisible();
  });

  it('shows settings of a provider of the host’s own under their names', async () => {
    history.replaceState(null, '', '/admin/register?provider=crm');
    show(<RegisterPage />, () => json({}));
    expect(await screen.findByLabelText('Tenant name')).toBeVisible();
    expect(screen.getByLabelText('Strict mode')).toHaveDisplayValue('Default: Yes');
  });
});

describe('EditPage', () => {
  it('sends what was changed, and no secret that it was shown blotted out', async () => {
    show(<EditPage id="billing" />, () => json(stored));
    const name = await screen.findByLabelText('Name');
    await userEvent.clear(name);
    await userEvent.type(name, 'Invoices');
    await userEvent.clear(screen.getByLabelText('Most redirects'));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)?.method).toBe('PATCH'));
    expect(sent.at(-1)?.body).toEqual({ name: 'Invoices', ownerId: 'alice', tags: ['prod'], intervalMs: 60_000, enabled: true, settings: { maxRedirects: null } });
  });

  it.each([['code', /fixed in the host’s code/], ['configuration', /configuration/], ['source', /own data/]] as const)('shows one from %s, and changes nothing of it', async (origin, text) => {
    show(<EditPage id="billing" />, () => json({ ...stored, origin }));
    expect(await screen.findByText(text)).toBeVisible();
    expect(screen.getByLabelText('Name')).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
  });

  it('removes one only after it has said what goes with it', async () => {
    show(<EditPage id="billing" />, (request) => (request.method === 'DELETE' ? new Response(null, { status: 204 }) : json(stored)));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    expect(screen.getByText(/its history is deleted/)).toBeVisible();
    expect(sent).toEqual([]);
    await userEvent.click(screen.getAllByRole('button', { name: 'Remove' }).at(-1) ?? document.body);
    await waitFor(() => expect(sent.at(-1)).toMatchObject({ method: 'DELETE', path: 'admin/integrations/billing' }));
  });
});

describe('changedSettings', () => {
  it('is a merge: only what differs, null for what was emptied, inside of maps too', () => {
    expect(changedSettings({ a: 1, b: 'x', c: ['y'], d: { k: '***', gone: 'g' } }, { a: 1, b: '', c: ['y', 'z'], d: { k: '***', more: 'm' }, e: '' })).toEqual({ b: null, c: ['y', 'z'], d: { gone: null, more: 'm' } });
  });
});

import { QueryClient } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { IntegrationHealthProvider } from '../../package/IntegrationHealthProvider';
import { ChannelPage } from './ChannelPage';
import { newChannel } from './channel';

vi.mock('../../realtime/hub', () => ({ createHub: () => { throw new Error('no hub here'); } }));

interface Sent {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
let sent: Sent[];

function show(id: string, answer: (request: Sent) => Response): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const request = { method: init.method ?? 'GET', path: new URL(url).pathname.replace('/api/', ''), body: JSON.parse(typeof init.body === 'string' ? init.body : '{}') as Record<string, unknown> };
    sent.push(request);
    return Promise.resolve(answer(request));
  });
  render(
    <IntegrationHealthProvider apiUrl="https://host.example/api/" texts={textsOf('en', en)} queryClient={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ChannelPage id={id} />
    </IntegrationHealthProvider>);
}

const preview = (request: Sent) => request.path.endsWith('/preview');

beforeEach(() => {
  sent = [];
});

describe('ChannelPage', () => {
  it('shows what a template makes of the chosen sample, as it is written', async () => {
    show('new', (request) => (preview(request) ? json({ text: `made of ${String(request.body.event)}` }) : json({ items: [] })));
    await userEvent.click(screen.getByRole('button', { name: 'Write a text' }));
    expect(await screen.findByText('made of firing')).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: 'Over' }));
    expect(await screen.findByText('made of resolved')).toBeVisible();
    expect(sent.filter(preview).at(-1)?.body).toMatchObject({ type: 'webhook', part: 'body', event: 'resolved' });
  });

  it('says where a template is wrong, and leads there', async () => {
    show('new', (request) => (preview(request)
      ? json({ title: 'Invalid', detail: 'Wrong.', errors: { template: ['templates.firing.body is no Liquid template: no such tag at (2:3).'] }, line: 2, column: 3 }, 400)
      : json({ items: [] })));
    await userEvent.click(screen.getByRole('button', { name: 'Write a text' }));
    const editor = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Texts: Body' });
    await userEvent.clear(editor);
    await userEvent.type(editor, 'one\ntwo three');
    await userEvent.click(await screen.findByRole('button', { name: 'Go to line 2, column 3' }));
    expect(screen.getByText('No such tag at (2:3).')).toBeVisible();
    expect(editor).toHaveFocus();
    expect(editor).toBeInvalid();
    expect(editor.selectionStart).toBe('one\ntw'.length);
  });

  it('sends quiet hours, digest and rate as the server has them', async () => {
    show('new', () => json({ id: 'made' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Operations');
    await userEvent.type(screen.getByLabelText('Address'), 'https://hooks.example');
    await userEvent.click(screen.getByLabelText('Quiet hours'));
    await userEvent.click(screen.getByLabelText('Gather, and send at set times'));
    await userEvent.type(screen.getByLabelText('At most, a minute'), '30');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    // A preview may be asked for beside it.
    await waitFor(() => expect(sent.some((one) => JSON.stringify(one.body).includes('Operations'))).toBe(true));
    expect(sent.find((one) => JSON.stringify(one.body).includes('Operations'))?.body).toMatchObject({ name: 'Operations', quietHours: { from: '22:00:00', to: '07:00:00', bypass: 'critical' }, digest: '0 8 * * *', maxPerMinute: 30, templates: {} });
  });

  it('opens the template that was refused when it was saved', async () => {
    const channel = { ...newChannel('UTC'), id: 'ops', name: 'Ops', type: 'email', settings: { to: ['a@example.com'] }, templates: { subject: 'fine', 'resolved.text': 'broken' } };
    show('ops', (request) => (request.method === 'PUT' ? json({ detail: 'Wrong.', errors: { 'templates.resolved.text': ['templates.resolved.text is no Liquid template.'] } }, 400)
      : preview(request) ? json({ text: 'made' }) : json(channel)));
    expect(await screen.findByRole('textbox', { name: 'Texts: Subject' })).toHaveValue('fine');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('textbox', { name: 'Texts: Text' })).toHaveValue('broken');
  });

  it('shows a channel of the host’s own type, and changes none that is fixed', async () => {
    show('pigeon', () => json({ ...newChannel('UTC'), id: 'pigeon', name: 'Pigeon', type: 'carrierPigeon', settings: { loft: 3 }, origin: 'code' }));
    expect(await screen.findByText('carrierPigeon')).toBeVisible();
    expect(screen.getByLabelText('Settings (JSON)')).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  });
});

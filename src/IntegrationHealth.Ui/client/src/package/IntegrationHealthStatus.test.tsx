import { QueryClient } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/en';
import { textsOf } from '../i18n/I18n';
import { someFailure, someHealth } from '../testing/some';
import type { IntegrationHealth } from '../api/types';
import { IntegrationHealthProvider } from './IntegrationHealthProvider';
import { IntegrationHealthStatus } from './IntegrationHealthStatus';

vi.mock('../realtime/hub', () => ({ createHub: () => { throw new Error('no hub here'); } }));

function show(answer: (path: string) => Response): void {
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(answer(new URL(url).pathname)));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <IntegrationHealthProvider apiUrl="https://host.example/api/" texts={textsOf('en', en)} queryClient={client}>
      <IntegrationHealthStatus integrationId="one" />
    </IntegrationHealthProvider>);
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const healthAnswer = (health: IntegrationHealth) => (path: string) => json(path.endsWith('/history') ? { items: [], nextCursor: null } : health);

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
});

describe('IntegrationHealthStatus', () => {
  it('says what is wrong and offers the way out', async () => {
    show(healthAnswer(someHealth({ status: 'unhealthy', failure: someFailure() })));
    expect(await screen.findByText('Access was withdrawn.')).toBeVisible();
    expect(screen.getByText('Failing')).toBeVisible();
    expect(screen.getByRole('link', { name: /Reconnect/ })).toHaveAttribute('href', 'https://host.example/connect');
  });
  it('asks nobody to reconnect during an outage', async () => {
    show(healthAnswer(someHealth({ status: 'unhealthy', failure: someFailure({ outageId: 'o1' }) })));
    expect(await screen.findByText('Provider outage')).toBeVisible();
    expect(screen.queryByRole('link', { name: /Reconnect/ })).toBeNull();
  });
  it('never runs an address', async () => {
    show(healthAnswer(someHealth({ status: 'unhealthy', failure: someFailure({ actionUrl: 'javascript:alert(1)' }) })));
    expect(await screen.findByText('Access was withdrawn.')).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
  });
  it('shows what is old as old', async () => {
    show(healthAnswer(someHealth({ stale: true })));
    expect(await screen.findByText(/^Last seen/)).toBeVisible();
    expect(screen.getByText('Was healthy')).toHaveAttribute('data-status', 'unknown');
    expect(screen.getByRole('article')).toHaveAttribute('data-status', 'unknown');
  });
  it('says when there is no such connection', async () => {
    show(() => json({ title: 'Not found', detail: 'There is no integration with this id.' }, 404));
    expect(await screen.findByText('There is no such connection, or it is not yours to see.')).toBeVisible();
    expect(screen.queryByText('There is no integration with this id.')).toBeNull();
  });
});

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../api/client';
import { ApiProvider } from '../../api/context';
import { en } from '../../i18n/en';
import { I18nProvider, textsOf } from '../../i18n/I18n';
import { someHealth } from '../../testing/some';
import { AlertsPage } from './AlertsPage';

const alert = (id: string, name: string) => ({
  id, ruleId: 'default-failing', ruleName: 'Checks keep failing', name, integrationId: id, provider: 'gmail', severity: 'warning', state: 'firing', acknowledged: null, suppressedBy: [],
  flapping: false, dataHealth: 'ok', startedAt: '2026-01-01T10:00:00Z', firedAt: null, resolvedAt: null, resolvedReason: null, message: '3 failures in a row.', nextEscalationAt: null, timeline: [],
});

function show(path: string, alerts: object[]) {
  const asked: URL[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    const url = new URL(address);
    asked.push(url);
    const body = url.pathname.endsWith('/groups') ? { items: [{ key: 'gmail' }, { key: 'slack' }], nextCursor: null, total: 2 }
      : url.pathname.endsWith('/alerts') ? { items: alerts, nextCursor: null } : someHealth({ name: 'Bob’s CRM' });
    return Promise.resolve(new Response(JSON.stringify(body)));
  });
  const { hook, searchHook, history } = memoryLocation({ path, record: true });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <I18nProvider texts={textsOf('en', en)}><QueryClientProvider client={client}><ApiProvider value={new ApiClient({ url: 'https://host.example/api/' })}>
      <Router hook={hook} searchHook={searchHook}><AlertsPage /></Router>
    </ApiProvider></QueryClientProvider></I18nProvider>);
  return { asked, history };
}

describe('AlertsPage', () => {
  it('shows the filters that a link brought along, and takes each away where it is shown', async () => {
    const { asked, history } = show('/admin/alerts?provider=slack&integrationId=crm', []);
    expect(await screen.findByText(/Bob’s CRM/)).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Provider' })).toHaveValue('slack');
    expect(asked.find((url) => url.pathname.endsWith('/alerts'))?.search).toContain('provider=slack&integrationId=crm');
    fireEvent.click(screen.getByRole('button', { name: 'All integrations' }));
    await waitFor(() => expect(history.at(-1)).toBe('/admin/alerts?provider=slack'));
  });
  it('says that filters hide what there is, instead of that nothing fires', async () => {
    const { history } = show('/admin/alerts?provider=slack', []);
    expect(await screen.findByText('No alert matches these filters')).toBeVisible();
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(history.at(-1)).toBe('/admin/alerts'));
    expect(await screen.findByText('No alert fires')).toBeVisible();
  });
  it('has the server find by text, over all pages', async () => {
    const { asked } = show(`/admin/alerts?q=${'a'.repeat(120)}`, [alert('1', 'Alice’s Gmail')]);
    expect(await screen.findByRole('link', { name: 'Alice’s Gmail' })).toBeVisible();
    expect(asked.find((url) => url.pathname.endsWith('/alerts'))?.searchParams.get('q')).toBe('a'.repeat(100));
    expect(screen.getByRole('searchbox')).toHaveAttribute('maxlength', '100');
  });
});

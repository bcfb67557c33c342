import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../api/client';
import { ApiProvider } from '../../api/context';
import { de } from '../../i18n/de';
import { I18nProvider, textsOf } from '../../i18n/I18n';
import { someFailure, someHealth } from '../../testing/some';
import { ConnectionRow } from './ConnectionRow';

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', class { observe() { /* nothing scrolls here */ } disconnect() { /* nor here */ } });
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
});

function show(health = someHealth()) {
  render(
    <I18nProvider texts={textsOf('de', de)}><QueryClientProvider client={new QueryClient()}><ApiProvider value={new ApiClient({ url: 'https://host.example/api/' })}>
      <ul><ConnectionRow health={health} scope="owner" canAct /></ul>
    </ApiProvider></QueryClientProvider></I18nProvider>);
}

describe('ConnectionRow', () => {
  it('tells the uptime of a day, a week and a month, and what is not known of them', () => {
    show(someHealth({ uptime: { '24h': 1, '7d': 0.995, '30d': null } }));
    expect(within(screen.getByRole('group', { name: de['detail.uptime'] })).getAllByText(/./, { selector: '.row__cell' }).map((cell) => cell.textContent)).toEqual([
      `100\u00a0%${de['detail.range24h']}`, `99,5\u00a0%${de['detail.range7d']}`, `–${de['detail.range30d']}`,
    ]);
  });
  it('shows what is old as old: no green, and how it was', () => {
    show(someHealth({ stale: true }));
    expect(screen.getByRole('img', { name: 'War in Ordnung' })).toHaveAttribute('data-status', 'unknown');
    expect(screen.getByRole('listitem')).toHaveAttribute('data-status', 'unknown');
  });
  it('has the way out before the check, for the keyboard and on a phone', () => {
    show(someHealth({ status: 'unhealthy', failure: someFailure() }));
    const wayOut = screen.getByRole('link', { name: /Neu verbinden/ });
    expect(wayOut.compareDocumentPosition(screen.getByRole('button')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});

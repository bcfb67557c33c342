import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../api/client';
import { ApiProvider } from '../../api/context';
import type { IntegrationHealth, Summary } from '../../api/types';
import { someFailure, someHealth } from '../../testing/some';
import { useProviders, useTroubled } from './whole';
import { verdictOf } from './verdict';

const pageSize = 200;
const failing = (id: string) => someHealth({ id, status: 'unhealthy', failure: someFailure(), provider: id.startsWith('s') ? 'slack' : 'gmail' });
const summaryOf = (unhealthy: number): Summary => ({ unhealthy, healthy: 4000, degraded: 0, unknown: 0, paused: 0 });

/** A server with as many failing connections, a page at a time. */
function server(all: readonly IntegrationHealth[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    const url = new URL(address);
    asked.push(url.pathname + url.search);
    if (url.pathname.endsWith('/groups')) return Promise.resolve(new Response(JSON.stringify({ items: [{ key: 'jira', total: 1 }, { key: 'slack', total: 1 }], nextCursor: null, total: 2 })));
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next = from + pageSize;
    return Promise.resolve(new Response(JSON.stringify({ items: all.slice(from, next), nextCursor: next < all.length ? String(next) : null, total: all.length, summary: summaryOf(all.length) })));
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}><ApiProvider value={new ApiClient({ url: 'https://host.example/api/' })}>{children}</ApiProvider></QueryClientProvider>;
  return { asked, wrapper };
}

describe('useTroubled', () => {
  it('counts beyond the page that is held', async () => {
    const all = Array.from({ length: 833 }, (_, index) => failing(`g${index}`));
    const { asked, wrapper } = server(all);
    const { result } = renderHook(() => useTroubled(all.slice(0, pageSize), summaryOf(833)), { wrapper });
    expect(result.current.complete).toBe(false);
    await waitFor(() => expect(result.current.complete).toBe(true));
    expect(verdictOf(result.current.items, summaryOf(833), 4833)).toEqual({ kind: 'needYou', count: 833, total: 4833 });
    expect(asked).toHaveLength(5);
    expect(asked[0]).toContain('status=unhealthy%2Cdegraded%2Cunknown');
  });
  it('asks nothing when all in trouble are held, and stays humble when there are too many to read', async () => {
    const all = Array.from({ length: 1400 }, (_, index) => failing(`g${index}`));
    const { asked, wrapper } = server(all);
    const few = renderHook(() => useTroubled(all.slice(0, 3), summaryOf(3)), { wrapper });
    expect(few.result.current.complete).toBe(true);
    expect(asked).toEqual([]);
    const many = renderHook(() => useTroubled(all.slice(0, pageSize), summaryOf(1400)), { wrapper });
    await waitFor(() => expect(many.result.current.items).toHaveLength(1000));
    expect(many.result.current.complete).toBe(false);
    expect(asked).toHaveLength(5);
  });
  it('counts what it holds where that is all, while the counts lag behind a row that has just recovered', () => {
    const { asked, wrapper } = server([]);
    const held = [failing('g1'), someHealth({ id: 'g2', status: 'healthy' })];
    const { result } = renderHook(() => useTroubled(held, { unhealthy: 2, healthy: 0, degraded: 0, unknown: 0, paused: 0 }), { wrapper });
    expect(result.current).toEqual({ items: held, complete: true });
    expect(asked).toEqual([]);
  });
});

describe('useProviders', () => {
  it('knows those of connections that are not held', async () => {
    const { wrapper } = server([]);
    const { result } = renderHook(() => useProviders([failing('g1')], 900), { wrapper });
    await waitFor(() => expect(result.current).toEqual(['gmail', 'jira', 'slack']));
  });
});

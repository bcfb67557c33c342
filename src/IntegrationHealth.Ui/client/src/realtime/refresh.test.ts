import { InfiniteQueryObserver, QueryClient, type InfiniteData } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../api/client';
import { healthListQuery } from '../api/health';
import type { HealthPage, Summary } from '../api/types';
import { someHealth } from '../testing/some';
import { refresh, settler } from './refresh';

const none: Summary = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 };
const pageOf = (id: string, total: number, summary: Summary = none): HealthPage => ({ items: [someHealth({ id })], nextCursor: 'more', total, summary, stale: false });

function shownList(pages: HealthPage[]) {
  const api = new ApiClient({ url: 'https://host.example/api/' });
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const options = healthListQuery(api, 'admin', { sort: 'status' });
  client.setQueryData<InfiniteData<HealthPage>>(options.queryKey, { pages, pageParams: pages.map(() => '') });
  new InfiniteQueryObserver(client, options).subscribe(() => undefined);
  return { api, client, read: () => client.getQueryData<InfiniteData<HealthPage>>(options.queryKey) };
}

describe('refresh', () => {
  it('reads of a long list only the counts, and leaves its rows', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(new URL(url).search);
      return Promise.resolve(new Response(JSON.stringify(pageOf('other', 7, { ...none, unhealthy: 7 }))));
    });
    const { api, client, read } = shownList([pageOf('a', 3), pageOf('b', 3), pageOf('c', 3)]);
    refresh(api, client, ['healthList']);
    await vi.waitFor(() => expect(read()?.pages[0]?.total).toBe(7));
    expect(read()?.pages.map((page) => page.items[0]?.id)).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual(['?sort=status&limit=1']);
  });
  it('reads a short list again', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ ...pageOf('new', 1), nextCursor: null }))));
    const { api, client, read } = shownList([pageOf('a', 1)]);
    refresh(api, client, ['healthList']);
    await vi.waitFor(() => expect(read()?.pages[0]?.items[0]?.id).toBe('new'));
  });
});

describe('settler', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hands over once what came within the time', () => {
    const settled: (readonly string[])[] = [];
    const settle = settler(100, (kinds) => settled.push(kinds));
    settle('a', 'b');
    settle('b', 'c');
    vi.advanceTimersByTime(100);
    settle('d');
    vi.advanceTimersByTime(100);
    expect(settled).toEqual([['a', 'b', 'c'], ['d']]);
  });
});

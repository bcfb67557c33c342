import { QueryClient, type InfiniteData } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { someHealth } from '../testing/some';
import { heldVersions, removeHealth, writeHealth } from './healthCache';
import type { Check, HealthPage } from './types';

function clientWith(...items: ReturnType<typeof someHealth>[]): QueryClient {
  const client = new QueryClient();
  const page: HealthPage = { items, nextCursor: null, total: items.length, summary: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0 }, stale: false };
  client.setQueryData<InfiniteData<HealthPage>>(['healthList', 'owner', {}], { pages: [page], pageParams: [''] });
  return client;
}

const itemsOf = (client: QueryClient) => client.getQueryData<InfiniteData<HealthPage>>(['healthList', 'owner', {}])?.pages[0]?.items;

describe('writeHealth', () => {
  it('changes the row in its place', () => {
    const client = clientWith(someHealth({ id: 'a' }), someHealth({ id: 'b' }));
    writeHealth(client, [someHealth({ id: 'a', status: 'unhealthy', version: 2 })]);
    expect(itemsOf(client)?.map((item) => [item.id, item.status])).toEqual([['a', 'unhealthy'], ['b', 'healthy']]);
  });
  it('leaves a list alone that does not hold the row', () => {
    const client = clientWith(someHealth({ id: 'a' }));
    const events: string[] = [];
    client.getQueryCache().subscribe((event) => events.push(event.type));
    writeHealth(client, [someHealth({ id: 'b', version: 2 })]);
    expect(events).toEqual([]);
  });
  it('lets no older message undo a newer one', () => {
    const client = clientWith(someHealth({ version: 5 }));
    writeHealth(client, [someHealth({ status: 'unhealthy', version: 4 })]);
    expect(itemsOf(client)?.[0]?.status).toBe('healthy');
  });
  it('makes the bar grow by a check, once, and never without end', () => {
    const client = clientWith(someHealth());
    client.setQueryData<Check[]>(['recent', 'owner', 'one'], []);
    for (let index = 0; index < 60; index++)
      for (let twice = 0; twice < 2; twice++) writeHealth(client, [someHealth({ version: index + 2, lastCheckedAt: new Date(index * 1000).toISOString() })]);
    expect(client.getQueryData<Check[]>(['recent', 'owner', 'one'])).toHaveLength(40);
  });
  it('tells a hub which versions are held', () => {
    expect(heldVersions(clientWith(someHealth({ id: 'a', version: 3 })))).toEqual({ a: 3 });
  });
});

describe('removeHealth', () => {
  it('takes the rows out, and leaves the others in their places', () => {
    const client = clientWith(someHealth({ id: 'a' }), someHealth({ id: 'b' }), someHealth({ id: 'c' }));
    removeHealth(client, ['b', 'unknown']);
    expect(itemsOf(client)?.map((item) => item.id)).toEqual(['a', 'c']);
  });
  it('has an open detail ask again', () => {
    const client = clientWith();
    for (const id of ['a', 'b']) client.setQueryData(['health', 'admin', id], someHealth({ id }));
    removeHealth(client, ['a']);
    expect(client.getQueryState(['health', 'admin', 'a'])?.isInvalidated).toBe(true);
    expect(client.getQueryState(['health', 'admin', 'b'])?.isInvalidated).toBe(false);
  });
  it('lets what comes under the same id begin its versions anew', () => {
    const client = clientWith(someHealth({ id: 'a', version: 9 }));
    removeHealth(client, ['a']);
    writeHealth(client, [someHealth({ id: 'a', version: 0 })]);
    expect(heldVersions(client)).toEqual({});
  });
});

import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgetQueries, hasSignedOut, persistQueries } from './persistence';

const day = 24 * 3_600_000;

afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

function keep(userKey: string, data: unknown, kind = 'health', now = 0): void {
  vi.useFakeTimers();
  const client = new QueryClient();
  const stop = persistQueries(client, userKey, localStorage, () => now);
  client.setQueryData([kind, 'owner', 'one'], data);
  vi.advanceTimersByTime(5000);
  stop();
}

function readBack(userKey: string, now = 0): unknown {
  const client = new QueryClient();
  persistQueries(client, userKey, localStorage, () => now)();
  return client.getQueryData(['health', 'owner', 'one']);
}

describe('persistQueries', () => {
  it('brings back what was known', () => {
    keep('alice', { id: 'one' });
    expect(readBack('alice')).toEqual({ id: 'one' });
  });
  it('shows nobody what somebody else knew, and removes it', () => {
    keep('alice', { id: 'one' });
    expect(readBack('bob')).toBeUndefined();
    expect(readBack('alice')).toBeUndefined();
  });
  it('takes nothing for known that is a week old', () => {
    keep('alice', { id: 'one' });
    expect(readBack('alice', 8 * day)).toBeUndefined();
  });
  it('keeps no secrets of administration', () => {
    keep('alice', [{ id: 'channel' }], 'admin/notification-channels');
    expect(JSON.stringify(localStorage)).not.toContain('channel');
  });
  it('hears of a sign-out in another page, and keeps nothing more', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    persistQueries(client, 'alice', localStorage);
    expect(hasSignedOut()).toBe(false);
    window.dispatchEvent(new StorageEvent('storage', { key: 'integration-health:signing-out', newValue: '1' }));
    client.setQueryData(['health', 'owner', 'one'], { id: 'one' });
    vi.advanceTimersByTime(5000);
    expect(hasSignedOut()).toBe(true);
    expect(Object.keys(localStorage)).toEqual([]);
  });
  it('keeps nothing more once the page of another person has removed what it kept', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    persistQueries(client, 'alice', localStorage);
    window.dispatchEvent(new StorageEvent('storage', { key: 'integration-health:cache:alice', newValue: null }));
    client.setQueryData(['health', 'owner', 'one'], { id: 'one' });
    vi.advanceTimersByTime(5000);
    expect(Object.keys(localStorage)).toEqual([]);
  });
  it('forgets all at a sign-out', () => {
    keep('alice', { id: 'one' });
    forgetQueries(localStorage);
    expect(readBack('alice')).toBeUndefined();
  });
  it('keeps nothing more after a sign-out, whatever the page still receives', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    persistQueries(client, 'alice', localStorage);
    client.setQueryData(['health', 'owner', 'one'], { id: 'one' });
    forgetQueries(localStorage);
    client.setQueryData(['health', 'owner', 'two'], { id: 'two' });
    vi.advanceTimersByTime(5000);
    expect(Object.keys(localStorage)).toEqual([]);
  });
});

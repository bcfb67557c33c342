import { describe, expect, it, vi } from 'vitest';
import type { Configuration } from './configuration';
import { keepPageOffline, scopeOf } from './offline';

const configuration: Configuration = {
  title: 'Health', apiUrl: 'https://host.example/api/', user: 'bob', userKey: 'b', administrator: false, signInUrl: null, signOutUrl: null, accessTokenUrl: null, rootUrl: 'https://host.example/base/health/',
};
const atOnce = (action: () => void) => action();

describe('keepPageOffline', () => {
  it('answers for the page with and without the slash, and asks the server for itself every time', () => {
    const register = vi.fn(() => Promise.reject(new Error('not allowed')));
    keepPageOffline(configuration, { register }, atOnce);
    expect(register).toHaveBeenCalledWith(new URL('https://host.example/base/health/worker.js'), { scope: '/base/health', updateViaCache: 'none' });
    expect(scopeOf('https://health.example/')).toBe('/');
  });
  it('keeps nothing where a bearer token says who asks, or where a browser has no workers', () => {
    const register = vi.fn();
    keepPageOffline({ ...configuration, accessTokenUrl: 'https://host.example/token' }, { register }, atOnce);
    keepPageOffline(configuration, undefined, atOnce);
    expect(register).not.toHaveBeenCalled();
  });
});

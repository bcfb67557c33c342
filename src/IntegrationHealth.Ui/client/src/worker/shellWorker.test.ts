import { describe, expect, it } from 'vitest';
import { forgetPage } from '../app/offline';
import { ShellWorker } from './shellWorker';

const root = new URL('https://host.example/base/health/');
const page = (who: string) => new Response(`<base href="../"><meta name="integration-health" content="${who}">`, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': 'default-src \'none\'' } });

/** Stores as a browser has them. */
class Stores {
  readonly all = new Map<string, Map<string, Response>>();
  keys = () => Promise.resolve([...this.all.keys()]);
  delete = (name: string) => Promise.resolve(this.all.delete(name));
  open = (name: string) => {
    const entries = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, entries);
    return Promise.resolve({
      match: (key: string) => Promise.resolve(entries.get(key)?.clone()),
      put: (key: string, value: Response) => Promise.resolve(entries.set(key, value)),
      delete: (key: string) => Promise.resolve(entries.delete(key)),
      addAll: (keys: string[]) => Promise.resolve(keys.map((key) => entries.set(key, new Response(`built ${key}`)))),
    } as unknown as Cache);
  };
}

function worker(version = '1', stores = new Stores()) {
  const network = { answer: () => Promise.resolve(page('bob')), asked: [] as string[] };
  const made = new ShellWorker({
    root, version, assets: ['assets/app-1.js'], caches: stores,
    fetch: (request) => {
      const url = typeof request === 'string' ? request : request.url;
      network.asked.push(url);
      return network.answer();
    },
  });
  const ask = (path: string, mode = 'navigate', method = 'GET') => made.answer({ url: new URL(path, root).href, mode, method } as Request);
  const cut = () => { network.answer = () => Promise.reject(new TypeError('Failed to fetch')); };
  return { made, network, stores, ask, cut };
}

describe('ShellWorker', () => {
  it('shows the page from the network, and as it was last when there is none, at any depth', async () => {
    const { made, ask, cut } = worker();
    await made.install();
    cut();
    const answer = await ask('connections/one');
    expect(await answer?.text()).toBe('<base href="/base/health/"><meta name="integration-health" content="bob">');
    expect(answer?.headers.get('Content-Security-Policy')).toBe('default-src \'none\'');
    expect(await (await ask('/base/health'))?.text()).toContain('content="bob"');
  });
  it('never shows an old page while there is a new one', async () => {
    const { made, network, ask, cut } = worker();
    await made.install();
    network.answer = () => Promise.resolve(page('alice'));
    expect(await (await ask(''))?.text()).toContain('alice');
    cut();
    expect(await (await ask(''))?.text()).toContain('alice');
  });
  it('stands in for a host that its proxy has lost, but not for one that refuses', async () => {
    const { made, network, ask } = worker();
    await made.install();
    network.answer = () => Promise.resolve(new Response('gone', { status: 502 }));
    expect((await ask(''))?.status).toBe(200);
    network.answer = () => Promise.resolve(new Response('no', { status: 403 }));
    expect((await ask(''))?.status).toBe(403);
  });
  it('keeps no page that is not its own, such as the host’s sign-in', async () => {
    const { network, ask, cut } = worker();
    network.answer = () => Promise.resolve(new Response('<form>Who are you?</form>', { headers: { 'Content-Type': 'text/html' } }));
    await ask('');
    cut();
    await expect(ask('')).rejects.toThrow('Failed to fetch');
  });
  it('takes hashed files from the cache, and reads those of a newer build from the network', async () => {
    const { made, network, ask } = worker();
    await made.install();
    network.answer = () => Promise.resolve(new Response('newer'));
    expect(await (await ask('assets/app-1.js', 'cors'))?.text()).toContain('built');
    expect(await (await ask('assets/app-2.js', 'cors'))?.text()).toBe('newer');
    expect(network.asked.at(-1)).toContain('app-2.js');
  });
  it('lets pass what the endpoints answer, other places, and what would change something', () => {
    const { ask } = worker();
    expect(ask('/base/api/integrations/health', 'cors')).toBeNull();
    expect(ask('/base/api/export', 'navigate')).toBeNull();
    expect(ask('/base/healthy', 'navigate')).toBeNull();
    expect(ask('config.json', 'cors')).toBeNull();
    expect(ask('', 'navigate', 'POST')).toBeNull();
  });
  it('removes what earlier builds left, and nothing of others', async () => {
    const stores = new Stores();
    await stores.open('integration-health:/elsewhere/:1');
    await worker('1', stores).made.install();
    const { made } = worker('2', stores);
    await made.install();
    await made.activate();
    expect(await stores.keys()).toEqual(['integration-health:/elsewhere/:1', 'integration-health:/base/health/:2']);
  });
  it('forgets the page of a person who signs out, and keeps the files', async () => {
    const { made, stores, ask, cut } = worker();
    await made.install();
    await forgetPage(root.href, stores);
    cut();
    await expect(ask('')).rejects.toThrow();
    expect(await (await ask('assets/app-1.js', 'cors'))?.text()).toContain('built');
  });
});

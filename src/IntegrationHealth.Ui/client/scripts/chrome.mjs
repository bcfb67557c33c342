// A headless Chromium, spoken to through its debugging pipe: messages in JSON with a zero byte between them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class Chrome {
  #process;
  #profile = mkdtempSync(path.join(tmpdir(), 'ih-measure-'));
  #next = 1;
  #waiting = new Map();
  #pages = new Map();

  static async start() {
    const chrome = new Chrome();
    chrome.#launch();
    await chrome.send('Browser.getVersion');
    return chrome;
  }

  #launch() {
    this.#process = spawn(process.env.CHROMIUM_PATH ?? 'chromium', [
      '--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-dev-shm-usage', '--window-size=1440,900', `--user-data-dir=${this.#profile}`,
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let text = '';
    this.#process.stdio[4].setEncoding('utf8').on('data', (part) => {
      const messages = (text + part).split('\0');
      text = messages.pop();
      for (const message of messages) this.#hear(JSON.parse(message));
    });
  }

  #hear(message) {
    const waiting = this.#waiting.get(message.id);
    if (waiting) {
      this.#waiting.delete(message.id);
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
    } else if (message.method === 'Network.webSocketFrameReceived') {
      this.#pages.get(message.sessionId)?.onFrame?.(message.params.response.payloadData);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** A page in a profile of its own, signed in with a cookie. */
  async open(address, cookie) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId, width: 1440, height: 900 });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page((method, params) => this.send(method, params, sessionId), async () => {
      this.#pages.delete(sessionId);
      await this.send('Target.disposeBrowserContext', { browserContextId });
    });
    this.#pages.set(sessionId, page);
    const [name, value] = cookie.split('=');
    await page.send('Network.enable');
    await page.send('Network.setCookie', { name, value, url: address });
    return page;
  }

  async stop() {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.send('Browser.close').catch(() => undefined);
    await ended;
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

class Page {
  onFrame = null;

  constructor(send, close) {
    this.send = send;
    this.close = close;
  }

  async go(url) {
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
  }

  /** What a function of the page answers. */
  async run(source, ...args) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression: `(${source})(${args.map((each) => JSON.stringify(each)).join(',')})`, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async memory() {
    await this.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  }
}

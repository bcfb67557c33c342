// What a browser needs for a host with many integrations: until a page can be used, and what live changes cost in memory.
//   node scripts/measure.mjs http://127.0.0.1:5080 [--updates 10000] [--rounds 5]
// The host is started by hand, such as the sample with Sample__SimulatedIntegrations=10000. Chromium is asked through its debugging pipe.
import { Chrome } from './chrome.mjs';

const [address = 'http://127.0.0.1:5080', ...options] = process.argv.slice(2);
const option = (name, otherwise) => Number(options[options.indexOf(`--${name}`) + 1] ?? otherwise) || otherwise;
const updates = option('updates', 10_000);
const rounds = option('rounds', 5);
const root = `${address}/integration-health`;

/** Runs in the page: when its content is there, and when the last long task before a second of quiet has ended. */
const watch = `(selector) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('Nothing was shown within a minute.')), 60_000);
  let busyUntil = 0;
  new PerformanceObserver((list) => { for (const task of list.getEntries()) busyUntil = Math.max(busyUntil, task.startTime + task.duration); }).observe({ type: 'longtask', buffered: true });
  let shown = null;
  const look = () => {
    if (shown === null && document.querySelector(selector)) shown = performance.now();
    const now = performance.now();
    if (shown !== null && now - Math.max(shown, busyUntil) > 1000) resolve({ shown, usable: Math.max(shown, busyUntil) });
    else requestAnimationFrame(look);
  };
  look();
})`;

const chrome = await Chrome.start();
try {
  const total = await pages();
  await live(total);
} finally {
  await chrome.stop();
}

async function pages() {
  let total = 0;
  for (const [path, selector] of [['/admin', '.matrix tbody tr'], ['/admin/integrations', ".grid-row[aria-rowindex='2']"]]) {
    const found = [];
    for (let round = 0; round < rounds; round++) {
      const page = await chrome.open(address, 'integration-health-demo=demo-admin');
      await page.go(root + path);
      found.push(await page.run(watch, selector));
      if (path === '/admin/integrations') total = await page.run("() => Number(document.querySelector('.grid-table').getAttribute('aria-rowcount')) - 1");
      await page.close();
    }
    const median = (values) => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
    const usable = found.map((each) => each.usable);
    console.log(`${path}: shown after ${ms(median(found.map((each) => each.shown)))}, usable after ${ms(median(usable))} (${ms(Math.min(...usable))} – ${ms(Math.max(...usable))}, ${rounds} rounds, empty cache)`);
  }
  return total;
}

async function live(total) {
  const page = await chrome.open(address, 'integration-health-demo=demo-admin');
  await page.go(`${root}/admin/integrations`);
  await page.run(watch, ".grid-row[aria-rowindex='2']");
  let heard = 0;
  page.onFrame = (text) => {
    for (const message of text.split('\u001e')) if (message.includes('"healthChanged"')) heard += JSON.parse(message).arguments[0].length;
  };
  // The first tenth fills caches that are filled once.
  await until(() => heard >= updates / 10);
  const before = await page.memory();
  const from = heard;
  await until(() => heard - from >= updates);
  const after = await page.memory();
  await page.close();
  console.log(`${total} integrations, ${heard - from} live changes: heap ${mb(before.heap)} before, ${mb(after.heap)} after; DOM nodes ${before.nodes} and ${after.nodes}, listeners ${before.listeners} and ${after.listeners}`);
}

async function until(done) {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 100));
}

function ms(value) {
  return `${Math.round(value)} ms`;
}

function mb(value) {
  return `${(value / 1024 / 1024).toFixed(1)} MB`;
}

// How late BullMQ's job schedulers run jobs at an interval, and what that costs. They are added over the interval, so that their jobs are spread.
//   node fire.mjs PORT REDIS_PROCESS_ID COUNT INTERVAL_S WARM_UP_S MEASURED_S   prints what FireSample reads, and serverCpu, µs a job
import { Queue, Worker } from 'bullmq';
import { connection, cpu } from './redis.mjs';

const [count, interval, warmUp, measured] = process.argv.slice(4).map(Number);
const name = `fire-${process.pid}`;
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A scheduler names its jobs `repeat:SCHEDULER:MILLISECONDS` by when they are due. `job.delay` does not tell: it is set to 0 when the job is taken up. */
function dueAt(job) {
  const at = Number(/^repeat:.*:(\d+)$/.exec(job.id)?.[1]);
  if (Number.isNaN(at)) throw new Error(`The job '${job.id}' is not named by when it is due: this BullMQ is not the one of package.json (npm ci --prefix bench/bullmq).`);
  return at;
}

const late = [];
let open = false;
const worker = new Worker(name, async (job) => {
  const lateness = Date.now() - dueAt(job);
  if (open) late.push(lateness);
}, { connection, concurrency: 64, removeOnComplete: { count: 0 } });
worker.on('error', (error) => { throw error; });
worker.on('failed', (job, error) => { throw error; });

const queue = new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true } });
const steps = Math.min(100, count);
const began = Date.now();
for (let step = 0; step < steps; step++) {
  const ids = Array.from({ length: Math.ceil(count / steps) }, (_, i) => step + i * steps).filter((id) => id < count);
  await Promise.all(ids.map((id) => queue.upsertJobScheduler(`integration-${id}`, { every: interval * 1000 })));
  await pause(Math.max(0, (began + ((step + 1) / steps) * interval * 1000 - Date.now()) / 1000));
}

await pause(warmUp);
const before = cpu();
open = true;
await pause(measured);
open = false;
const after = cpu();
late.sort((left, right) => left - right);
const percentile = (share) => late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? 0;
console.log(JSON.stringify({
  perSecond: late.length / (after.at - before.at),
  cpu: (after.host - before.host) / late.length,
  share: ((after.host - before.host) / 1e6 / (after.at - before.at)) * 100,
  late: { p50: percentile(0.5), p99: percentile(0.99), max: late.at(-1) ?? 0 },
  bytes: 0,
  serverCpu: (after.redis - before.redis) / late.length,
}));
process.exit(0);

// What BullMQ takes to take a job, do nothing and complete it, warmed up by CPU time. Jobs come in lots, and adding a lot counts for nothing.
//   node claims.mjs PORT REDIS_PROCESS_ID   prints {"hostCpu", "perSecond", "serverCpu"}, µs of CPU a job
import { setTimeout } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { connection, cpu } from './redis.mjs';

const name = `claims-${process.pid}`;
const [lot, chunk, concurrency] = [20_000, 1_000, 64];
// At the beginning of a lot its workers set out, and at its end they find nothing.
const edge = 500;
// Seconds: of CPU, or twice as many on the clock; and on the clock.
const [warmUp, measured, longest] = [2, 2, 60];

let ran = 0;
const queue = new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true } });
const worker = new Worker(name, async () => {}, { connection, concurrency });
worker.on('error', (error) => { throw error; });
worker.on('completed', () => { ran += 1; });

const now = () => ({ jobs: ran, ...cpu() });
const nothing = { jobs: 0, host: 0, redis: 0, at: 0 };
const sum = (one, other, sign = 1) => Object.fromEntries(Object.keys(nothing).map((key) => [key, one[key] + sign * other[key]]));

/** What is spent until it is enough. */
async function until(enough) {
  const from = now();
  for (;;) {
    const spent = sum(now(), from, -1);
    if (enough(spent)) return spent;
    if (spent.at > longest) throw new Error(`BullMQ ran ${spent.jobs} jobs within ${longest} s, and was to run more.`);
    await setTimeout(20);
  }
}

let [warm, taken] = [nothing, nothing];
while (taken.at < measured) {
  await worker.pause();
  for (let added = 0; added < lot; added += chunk)
    await queue.addBulk(Array.from({ length: chunk }, (_, i) => ({ name: 'check', data: { id: `integration-${added + i}` } })));
  const before = ran;
  worker.resume();
  await until(() => ran - before > edge);
  const runsDry = () => ran - before > lot - edge;
  warm = sum(warm, await until((spent) => runsDry() || warm.host + spent.host >= warmUp * 1e6 || warm.at + spent.at >= warmUp * 2));
  taken = sum(taken, await until((spent) => runsDry() || taken.at + spent.at >= measured));
  await until(() => ran - before >= lot || taken.at >= measured);
}
console.log(JSON.stringify({ hostCpu: taken.host / taken.jobs, perSecond: taken.jobs / taken.at, serverCpu: taken.redis / taken.jobs }));
process.exit(0);

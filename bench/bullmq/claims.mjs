// What BullMQ takes to take a job, do nothing and complete it; adding the jobs is not counted.
//   node claims.mjs PORT REDIS_PROCESS_ID   prints {"hostCpu", "perSecond", "serverCpu"}, µs of CPU a job
import { Queue, Worker } from 'bullmq';
import { connection, cpu } from './redis.mjs';

const name = `claims-${process.pid}`;
const [warmUp, measured, chunk, concurrency] = [5_000, 15_000, 1_000, 64];

const queue = new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true } });
for (let added = 0; added < warmUp + measured + concurrency; added += chunk) {
  await queue.addBulk(Array.from({ length: chunk }, (_, i) => ({ name: 'check', data: { id: `integration-${added + i}` } })));
}

let completed = 0;
let before;
const answer = await new Promise((resolve, reject) => {
  const worker = new Worker(name, async () => {}, { connection, concurrency });
  worker.on('error', reject);
  worker.on('completed', () => {
    completed += 1;
    if (completed === warmUp) before = cpu();
    if (completed !== warmUp + measured) return;
    const after = cpu();
    resolve({
      hostCpu: (after.host - before.host) / measured,
      perSecond: measured / (after.at - before.at),
      serverCpu: (after.redis - before.redis) / measured,
    });
  });
});
console.log(JSON.stringify(answer));
process.exit(0);

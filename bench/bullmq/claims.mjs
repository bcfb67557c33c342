// What BullMQ takes to take a job, do nothing and complete it; adding the jobs is not counted.
//   node claims.mjs PORT REDIS_PROCESS_ID   prints {"hostCpu", "perSecond", "serverCpu"}, µs of CPU a job
import { readFileSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';

const [port, redisProcess] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const name = `claims-${process.pid}`;
const [warmUp, measured, chunk, concurrency] = [5_000, 15_000, 1_000, 64];

// Fields 14 and 15 of proc(5), in hundredths of a second.
const redisCpu = () => {
  const stat = readFileSync(`/proc/${redisProcess}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
};

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
    if (completed === warmUp) before = { cpu: process.cpuUsage(), redis: redisCpu(), at: process.hrtime.bigint() };
    if (completed !== warmUp + measured) return;
    const { user, system } = process.cpuUsage(before.cpu);
    resolve({
      hostCpu: (user + system) / measured,
      perSecond: measured / (Number(process.hrtime.bigint() - before.at) / 1e9),
      serverCpu: (redisCpu() - before.redis) / measured,
    });
  });
});
console.log(JSON.stringify(answer));
process.exit(0);

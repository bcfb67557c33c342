// The Redis of a script, and the processor time that it and this process have used.
import { readFileSync } from 'node:fs';

const [port, redisProcess] = process.argv.slice(2);
export const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };

/** µs of this process and of Redis: fields 14 and 15 of proc(5), in hundredths of a second. */
export function cpu() {
  const stat = readFileSync(`/proc/${redisProcess}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { user, system } = process.cpuUsage();
  return { host: user + system, redis: (Number(fields[11]) + Number(fields[12])) * 10_000, at: Number(process.hrtime.bigint()) / 1e9 };
}

// How much script the first load brings, compressed, and fails over the limit: what index.html names, and what that imports at once.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const limit = 150 * 1024;
const dist = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist');
const seen = new Set();
const queue = [...readFileSync(path.join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
while (queue.length > 0) {
  const file = queue.pop();
  if (seen.has(file)) continue;
  seen.add(file);
  for (const match of readFileSync(path.join(dist, file), 'utf8').matchAll(/(?:^|[;}])import(?:[^"'();]*from)?\s*["']\.\/([^"']+\.js)["']/g)) queue.push(`assets/${match[1]}`);
}
// One language comes with the first page, and the page itself.
const total = [...seen].reduce((sum, file) => sum + statSync(path.join(dist, `${file}.gz`)).size, 0);
console.log(`First load: ${(total / 1024).toFixed(1)} KB of script with gzip in ${seen.size} files (limit ${limit / 1024} KB)`);
for (const file of seen) console.log(`  ${(statSync(path.join(dist, `${file}.gz`)).size / 1024).toFixed(1).padStart(6)} KB  ${file}`);
if (total > limit) process.exit(1);

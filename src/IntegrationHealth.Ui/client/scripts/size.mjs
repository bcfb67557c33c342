// How much script a first page brings, compressed with gzip as a plain http connection has it, and fails over the limit: all that the browser
// asks for until the first page of an administrator or an owner stands. That is what index.html names and imports at once, one language,
// the live connection, the page itself, and what that page shows by itself.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const limit = 150 * 1024;
const dist = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist');
/** By the names of their modules: what a first page loads by import(). The longer of the two languages counts. */
const language = ['de.first', 'en.first'].sort((left, right) => sizeOf(fileOf(right)) - sizeOf(fileOf(left)))[0];
const pages = {
  administrator: [language, 'hub', 'AdminPages', 'LineChart'],
  owner: [language, 'hub', 'ConnectionsPage'],
};

let over = false;
for (const [person, chunks] of Object.entries(pages)) {
  const files = [...reach([...entries(), ...chunks.map(fileOf)])];
  const total = files.reduce((sum, file) => sum + sizeOf(file), 0);
  over ||= total > limit;
  console.log(`First page of an ${person}: ${(total / 1024).toFixed(1)} KB of script with gzip in ${files.length} files (limit ${limit / 1024} KB)`);
  for (const file of files) console.log(`  ${(sizeOf(file) / 1024).toFixed(1).padStart(6)} KB  ${file}`);
}
if (over) process.exit(1);

function entries() {
  return [...readFileSync(path.join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
}

/** A chunk that is no longer there under its name would make the sum too small: that is an error. */
function fileOf(chunk) {
  const found = readdirSync(path.join(dist, 'assets')).filter((name) => name.endsWith('.js') && name.startsWith(`${chunk}-`) && /^[\w-]{8}\.js$/.test(name.slice(chunk.length + 1)));
  if (found.length !== 1) throw new Error(`There is not one chunk ${chunk} in the build, but ${found.length}: ${found.join(', ')}`);
  return `assets/${found[0]}`;
}

function sizeOf(file) {
  return statSync(path.join(dist, `${file}.gz`)).size;
}

/** These, and what they import at once. */
function reach(files) {
  const seen = new Set();
  const queue = [...files];
  while (queue.length > 0) {
    const file = queue.pop();
    if (seen.has(file)) continue;
    seen.add(file);
    for (const match of readFileSync(path.join(dist, file), 'utf8').matchAll(/(?:^|[;}])import(?:[^"'();]*from)?\s*["']\.\/([^"']+\.js)["']/g)) queue.push(`assets/${match[1]}`);
  }
  return seen;
}

// Builds the application and the custom elements, prepares the compressed forms, and only then puts them in the place of the last build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const next = path.join(root, `dist.next-${process.pid}`);
const dist = path.join(root, 'dist');

await build({ root, logLevel: 'warn', build: { outDir: next, emptyOutDir: true } });
await build({
  root,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: next,
    emptyOutDir: false,
    lib: { entry: 'src/elements/index.tsx', formats: ['es'], fileName: () => 'elements.js' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

await buildWorker();
preloadFont();
writeFileSync(path.join(next, 'licenses.txt'), licenses());
for (const file of readdirSync(next, { recursive: true, withFileTypes: true })) compress(file);
rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);

/** Last, as it knows all hashed files of this build by name: with another build it is another worker, and takes the place of the one before. */
async function buildWorker() {
  const assets = readdirSync(path.join(next, 'assets')).sort().map((name) => `assets/${name}`);
  const version = createHash('sha256').update(assets.join()).digest('hex').slice(0, 12);
  await build({
    root,
    logLevel: 'warn',
    define: { BUILD_ASSETS: JSON.stringify(assets), BUILD_VERSION: JSON.stringify(version) },
    build: { outDir: next, emptyOutDir: false, lib: { entry: 'src/worker/index.ts', formats: ['iife'], name: 'integrationHealthWorker', fileName: () => 'worker.js' } },
  });
}

/** The font is needed for the first line of text, but the browser would learn of it only from the style sheet. */
function preloadFont() {
  const font = readdirSync(path.join(next, 'assets')).find((name) => name.endsWith('.woff2'));
  const index = path.join(next, 'index.html');
  const link = font ? `<link rel="preload" href="./assets/${font}" as="font" type="font/woff2" crossorigin />\n    ` : '';
  writeFileSync(index, readFileSync(index, 'utf8').replace('<!--THEME-->', `${link}<!--THEME-->`));
}

function compress(file) {
  if (!file.isFile() || !/\.(js|css|svg|json|txt)$/.test(file.name)) return;
  const name = path.join(file.parentPath, file.name);
  const content = readFileSync(name);
  writeFileSync(`${name}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  writeFileSync(`${name}.gz`, gzipSync(content, { level: 9 }));
}

/** What is bundled is passed on, and its licences with it. */
function licenses() {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.keys(dependencies)
    .map((name) => {
      const folder = path.join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const text = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
      return `${name} ${version} (${license})\n\n${text && existsSync(path.join(folder, text)) ? readFileSync(path.join(folder, text), 'utf8') : ''}`;
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

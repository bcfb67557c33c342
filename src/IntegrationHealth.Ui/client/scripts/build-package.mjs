// The React components and hooks as a package for npm, in dist-package: one module, its types, its styles.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, 'dist-package');
const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const peers = ['react', 'react-dom', '@tanstack/react-query'];

rmSync(out, { recursive: true, force: true });
await build({
  root,
  logLevel: 'warn',
  build: {
    outDir: out,
    minify: false,
    lib: { entry: { index: 'src/package/index.ts' }, formats: ['es'] },
    rolldownOptions: { external: [...peers, 'react/jsx-runtime', 'react-dom/client', '@microsoft/signalr'] },
  },
});
execFileSync('npx', ['tsc', '--project', 'tsconfig.package.json'], { cwd: root, stdio: 'inherit' });
const styles = ['tokens', 'components'].map((name) => readFileSync(path.join(root, `src/styles/${name}.css`), 'utf8'));
writeFileSync(path.join(out, 'styles.css'), styles.join('\n'));
copyFileSync(path.join(root, 'src/package/README.md'), path.join(out, 'README.md'));
writeFileSync(path.join(out, 'package.json'), `${JSON.stringify({
  name: '@integration-health/react',
  version: own.version,
  description: 'React components and hooks of IntegrationHealth',
  license: own.license,
  type: 'module',
  sideEffects: ['*.css'],
  exports: { '.': { types: './types/package/index.d.ts', default: './index.js' }, './styles.css': './styles.css' },
  types: './types/package/index.d.ts',
  peerDependencies: Object.fromEntries(peers.map((name) => [name, `^${own.dependencies[name]}`])),
  dependencies: { '@microsoft/signalr': `^${own.dependencies['@microsoft/signalr']}` },
}, null, 2)}\n`);

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Relative addresses: the host serves this under a path that is not known here.
export default defineConfig({
  base: './',
  plugins: [react()],
  build: { target: 'es2022', modulePreload: { polyfill: false }, reportCompressedSize: false, assetsInlineLimit: 0 },
  test: { environment: 'happy-dom', setupFiles: ['src/testing/setup.ts'], restoreMocks: true, testTimeout: 30_000 },
});

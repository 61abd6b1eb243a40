import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname)

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  // The contract's schemas are checked by the server; the browser needs its methods, paths and lists only (decision: 200 kB first load).
  resolve: { alias: [{ find: /^typebox$/, replacement: here('data/no-schemas.ts') }] },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // These browsers know light-dark(), which follows the scheme chosen here; its stand-in would not.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
  worker: { format: 'es' },
})

import react from '@vitejs/plugin-react'
import { IntlMessageFormat } from 'intl-messageformat'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname)

/**
 * A screen comes in a handful of files in place of eighty, most of which held one piece: what begins with the page, all icons, what nearly every screen uses, what
 * the sign-in uses besides (so that nobody loads the feed to sign in), and what some screens share. What fewer use comes with them.
 */
const shelves = [
  { name: 'first', tags: ['$initial' as const] },
  { name: 'icons', test: /@tabler\/icons-react/ },
  { name: 'house', minShareCount: 25 },
  {
    name: 'door',
    test: /core\/esm\/components\/(Alert|PasswordInput|ActionIcon)\/|web\/(data\/session|ui\/(door|mark))\b/,
  },
  { name: 'rooms', minShareCount: 4 },
]

export default defineConfig({
  root: here('.'),
  plugins: [sentences(), react()],
  resolve: {
    alias: [
      // The contract's schemas are checked by the server; the browser needs its methods, paths and lists only.
      { find: /^typebox$/, replacement: here('data/no-schemas.ts') },
      // Sentences are parsed while building, below.
      { find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' },
    ],
  },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // These browsers know light-dark(), which follows the scheme chosen here; its stand-in would not.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    rolldownOptions: { output: { codeSplitting: { groups: shelves } } },
  },
  worker: { format: 'es' },
})

/** Sentences with something to fill are parsed here once, so that no browser has to bring a parser. */
function sentences(): Plugin {
  const parsed = (message: string) =>
    /[{}']/.test(message) ? IntlMessageFormat.__parse?.(message, { ignoreTag: true }) : message
  return {
    name: 'sentences',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/locales\/\w+\/[\w-]+\.json$/.test(id)) return undefined
      const messages = Object.entries(JSON.parse(code) as Record<string, string>)
      return JSON.stringify(Object.fromEntries(messages.map(([key, message]) => [key, parsed(message)])))
    },
  }
}

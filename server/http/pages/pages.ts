/**
 * The door `/`: the web's files, and its one page for every address of ours. The page carries a fresh nonce, and a policy under which no script
 * and no style of anybody else runs (stack.md 12).
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/refusal.ts'

const built = new URL('../../../web/', import.meta.url)
/** When the sources run (tests, development) the web stands where the build put it. */
const folder = fileURLToPath(
  existsSync(new URL('index.html', built)) && existsSync(new URL('assets/', built))
    ? built
    : new URL('../../../dist/web/', import.meta.url),
)

/** Doors of machines: an unknown address there is not a page. */
const machines = /^\/(?:api|live|hooks|connect|health|assets|pictures|files)(?:\/|$)/

/** Not registered as a plugin of its own scope: its answer to unknown addresses is the whole server's. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    // A door that was handed a secret in its address says less itself.
    if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'same-origin')
  })
  const page = existsSync(`${folder}index.html`) ? readFileSync(`${folder}index.html`, 'utf8') : undefined
  app.setNotFoundHandler((request, reply) => {
    if (!page || !isPage(request)) throw new Refusal('not_found')
    return sendPage(page, reply)
  })
  if (!page) return
  const folders = ['assets', 'pictures'].filter(below => existsSync(`${folder}${below}`))
  const served = { index: false as const, cacheControl: false, setHeaders: keepAssets }
  // A route for each file of the hundreds below these would be the longest part of a start.
  for (const below of folders)
    await app.register(files, { ...served, root: `${folder}${below}`, prefix: `/${below}/`, decorateReply: false })
  await app.register(files, {
    ...served,
    root: folder,
    wildcard: false,
    globIgnore: folders.map(below => `${below}/**`),
  })
  app.get('/', (_request, reply) => sendPage(page, reply))
}

/** Names of assets carry a hash of what is in them: they never change. */
function keepAssets(reply: { setHeader(name: string, value: string): unknown }, path: string): void {
  reply.setHeader(
    'cache-control',
    path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
  )
}

const isPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !machines.test(request.url) &&
  (request.headers.accept ?? 'text/html').includes('text/html')

function sendPage(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', policy(nonce))
    .header('cache-control', 'no-store')
    .header('x-frame-options', 'DENY')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll('__NONCE__', nonce))
}

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Positions of menus and sizes of bars are attributes, which can load nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

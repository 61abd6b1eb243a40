/**
 * Which door a request is for, by its host and path, before any router sees it (design.md 3): the old public names lead where programs expect them, and
 * everything reaches the Graph by `/graph` too. Addresses of the Graph are read by its door alone, since no router takes them as they are sent.
 */
import type { IncomingMessage } from 'node:http'
import type { HostDoor } from '../platform/config.ts'

/** What stands at the root of a host, the first that fits; `*` is any part of a name. A host that is not here has the web. */
export type Hosts = readonly { readonly host: string; readonly door: HostDoor }[]

/** The old public names (workplace-graph-api.md 1.1), so that a DNS entry and a certificate are all an old program needs. */
export const usualHosts: Hosts = [
  { host: 'graph.*', door: 'graph' },
  { host: 'www.facebook.com', door: 'web' },
  { host: 'work.facebook.com', door: 'web' },
  { host: '*.workplace.com', door: 'web' },
]

interface Original {
  /** Path and query as sent, without the door's own prefix. */
  readonly url: string
  readonly contentType: string
  /** Stands the Graph at the root of the host that was called? */
  readonly atRoot: boolean
}

const originals = new WeakMap<IncomingMessage, Original>()

/** Fastify's `rewriteUrl`. */
export function toDoor(hosts: Hosts): (request: IncomingMessage) => string {
  const patterns = [...hosts, ...usualHosts].map(({ host, door }) => ({ pattern: patternOf(host), door }))
  const atRoot = (host: string): boolean => patterns.find(one => one.pattern.test(host))?.door === 'graph'
  return request => {
    const url = request.url ?? '/'
    const own = atRoot((request.headers.host ?? '').replace(/:\d+$/, ''))
    const prefixed = /^\/graph(?=[/?]|$)/.exec(url)
    if (!own && !prefixed) return url
    originals.set(request, {
      url: own ? url : url.slice('/graph'.length) || '/',
      contentType: String(request.headers['content-type'] ?? ''),
      atRoot: own,
    })
    // Whatever a program calls its body, it is read by what it is.
    if (request.headers['content-type'] !== undefined || request.headers['content-length'] !== undefined)
      request.headers['content-type'] = 'application/octet-stream'
    return '/graph'
  }
}

const patternOf = (host: string): RegExp =>
  new RegExp(`^${host.replace(/[.]/g, '\\.').replaceAll('*', '[a-z0-9.-]+')}$`, 'i')

/** What the request said before it was led to its door. */
export const originalUrl = (request: IncomingMessage): Original =>
  originals.get(request) ?? {
    url: request.url ?? '/',
    contentType: String(request.headers['content-type'] ?? ''),
    atRoot: false,
  }

/**
 * Which door a request is for, by its host and path, before any router sees it (design.md 3): the old public names lead where programs expect them, and
 * everything reaches the Graph by `/graph` and SCIM by `/scim` too. Their addresses are read by their doors alone, since no router takes them as they are sent.
 */
import type { IncomingMessage } from 'node:http'
import type { HostDoor } from '../platform/config.ts'
import { remembered } from '../platform/remembered.ts'

/** What stands at the root of a host, the first that fits; `*` is any part of a name. A host that is not here has the web. */
export type Hosts = readonly { readonly host: string; readonly door: HostDoor }[]

/** The old public names (workplace-graph-api.md 1.1), so that a DNS entry and a certificate are all an old program needs. */
export const usualHosts: Hosts = [
  { host: 'graph.*', door: 'graph' },
  { host: 'scim.*', door: 'scim' },
  { host: 'www.facebook.com', door: 'web' },
  { host: 'work.facebook.com', door: 'web' },
  { host: '*.workplace.com', door: 'web' },
]

interface Original {
  /** Path and query as sent, without the door's own prefix. */
  readonly url: string
  readonly contentType: string
  /** Stands the door at the root of the host that was called? */
  readonly atRoot: boolean
}

const originals = new WeakMap<IncomingMessage, Original>()

/** Fastify's `rewriteUrl`. */
export function toDoor(hosts: Hosts): (request: IncomingMessage) => string {
  const patterns = [...hosts, ...usualHosts].map(({ host, door }) => ({ pattern: patternOf(host), door }))
  const doorOf = remembered(1_000, (said): HostDoor | 'ours' => {
    const host = said.replace(/:\d+$/, '')
    return patterns.find(one => one.pattern.test(host))?.door ?? 'ours'
  })
  return request => {
    const url = request.url ?? '/'
    const own = doorOf(request.headers.host ?? '')
    const named = /^\/(graph|scim)(?=[/?]|$)/.exec(url)?.[1]
    const door = own === 'graph' || own === 'scim' ? own : named
    if (door === undefined) return url
    // SCIM's two versions go by its own prefix, which may stand at its host as well.
    const prefixed = door === named && (door === 'scim' || door !== own)
    originals.set(request, {
      url: prefixed ? url.slice(`/${door}`.length) || '/' : url,
      contentType: String(request.headers['content-type'] ?? ''),
      atRoot: !prefixed,
    })
    // Whatever a program calls its body, it is read by what it is.
    if (request.headers['content-type'] !== undefined || request.headers['content-length'] !== undefined)
      request.headers['content-type'] = 'application/octet-stream'
    return `/${door}`
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

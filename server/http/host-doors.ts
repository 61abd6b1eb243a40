/**
 * Which door a request is for, by its host and path, before any router sees it (design.md 3): the old public names lead where programs expect them, and
 * everything reaches the Graph by `/graph` too. Addresses of the Graph are read by its door alone, since no router takes them as they are sent.
 */
import type { IncomingMessage } from 'node:http'

/** A host's doors, in order; the first whose paths fit takes the request. `web` is everything else. */
export type HostDoor = 'graph' | 'web'
export type Hosts = readonly { readonly host: RegExp; readonly doors: readonly HostDoor[] }[]

export const usualHosts: Hosts = [{ host: /^graph\./i, doors: ['graph'] }]

interface Original {
  /** Path and query as sent, without the door's own prefix. */
  readonly url: string
  readonly contentType: string
}

const originals = new WeakMap<IncomingMessage, Original>()

/** Fastify's `rewriteUrl`. */
export const toDoor =
  (hosts: Hosts) =>
  (request: IncomingMessage): string => {
    const url = request.url ?? '/'
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const own = hosts.find(one => one.host.test(host))?.doors.includes('graph')
    const prefixed = /^\/graph(?=[/?]|$)/.exec(url)
    if (!own && !prefixed) return url
    originals.set(request, {
      url: own ? url : url.slice('/graph'.length) || '/',
      contentType: String(request.headers['content-type'] ?? ''),
    })
    // Whatever a program calls its body, it is read by what it is.
    if (request.headers['content-type'] !== undefined || request.headers['content-length'] !== undefined)
      request.headers['content-type'] = 'application/octet-stream'
    return '/graph'
  }

/** What the request said before it was led to its door. */
export const originalUrl = (request: IncomingMessage): Original =>
  originals.get(request) ?? { url: request.url ?? '/', contentType: String(request.headers['content-type'] ?? '') }

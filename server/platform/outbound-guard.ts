/**
 * Who may be reached: nothing inside, by any way of writing an address (threats.md A01, A02). A name is resolved once, every address it has is
 * checked, and the connection goes to the checked one and no other.
 */
import { lookup as systemLookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import ipaddr from 'ipaddr.js'
import type { buildConnector } from 'undici'

/** Why an address may not be called; the same for open, closed and filtered ports, so that nobody can look around with it. */
export class NotReachable extends Error {
  constructor() {
    super('this address is not reachable from here')
    this.name = 'NotReachable'
  }
}

export interface Guard {
  /** Inside places the operator admits for configured services: `host:port` or CIDR. */
  readonly allow: readonly string[]
  /** For tests: resolves names, and says which addresses count as public. */
  readonly lookup?: (host: string) => Promise<string[]>
  readonly isPublic?: (address: string) => boolean
}

/** Any form of an address that is not plainly public is inside: loopback, private, link-local, mapped, NAT64, documentation … */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Checks a target and answers the address to connect to; throws `NotReachable`. `configured` services may use the operator's list. */
export async function checkTarget(guard: Guard, host: string, port: number, configured: boolean): Promise<string> {
  const name = host.replace(/^\[|\]$/g, '')
  const addresses = isIP(name) ? [name] : await resolve(guard, name)
  const admitted = (address: string): boolean =>
    (guard.isPublic ?? isPublicAddress)(address) || (configured && isAllowed(guard, name, address, port))
  const [first] = addresses
  if (!first || !addresses.every(admitted)) throw new NotReachable()
  return first
}

async function resolve(guard: Guard, name: string): Promise<string[]> {
  try {
    return await (guard.lookup?.(name) ??
      systemLookup(name, { all: true }).then(found => found.map(one => one.address)))
  } catch {
    throw new NotReachable()
  }
}

/** Is the address itself, as it is written, in the operator's list? */
export const isNamed = (allow: readonly string[], url: URL): boolean => {
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return isAllowed({ allow }, name, name, Number(url.port) || (url.protocol === 'https:' ? 443 : 80))
}

function isAllowed(guard: Guard, host: string, address: string, port: number): boolean {
  return guard.allow.some(entry => {
    if (!entry.includes('/')) return entry.toLowerCase() === `${host.toLowerCase()}:${port}`
    if (!isIP(address)) return false
    const [range, bits] = ipaddr.parseCIDR(entry)
    const parsed = ipaddr.process(address)
    return parsed.kind() === range.kind() && parsed.match(range, bits)
  })
}

/** undici's way to open a connection, with the check in it: what was checked is what is connected to. */
export function guardedConnector(guard: Guard, configured: boolean, timeout: number): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    checkTarget(guard, options.hostname, port, configured).then(
      address => open(address, port, options, timeout, callback),
      (error: Error) => callback(error, null),
    )
  }
}

/** A connection to a configured service that speaks no HTTP, to the checked address. */
export async function openSocket(
  guard: Guard,
  to: { host: string; port: number; secure: boolean },
  timeout: number,
): Promise<Socket> {
  const address = await checkTarget(guard, to.host, to.port, true)
  return new Promise((resolve, reject) => {
    const options = { hostname: to.host, protocol: to.secure ? 'tls:' : 'tcp:' }
    open(address, to.port, options, timeout, (...[error, socket]) =>
      error ? reject(error) : resolve(socket as Socket),
    )
  })
}

function open(
  address: string,
  port: number,
  options: Pick<buildConnector.Options, 'hostname' | 'protocol'>,
  timeout: number,
  callback: buildConnector.Callback,
): void {
  const name = options.hostname.replace(/^\[|\]$/g, '')
  const secure = options.protocol === 'https:' || options.protocol === 'tls:'
  const spoken = options.protocol === 'https:' ? { ALPNProtocols: ['http/1.1'] } : {}
  const socket: Socket = secure
    ? connectTls({ host: address, port, ...(isIP(name) ? {} : { servername: name }), ...spoken })
    : connectTcp({ host: address, port })
  const timer = setTimeout(() => socket.destroy(new NotReachable()), timeout)
  const settle = (error: Error | null): void => {
    clearTimeout(timer)
    if (error) callback(error, null)
    else callback(null, socket)
  }
  socket.once(secure ? 'secureConnect' : 'connect', () => settle(null))
  socket.once('error', () => settle(new NotReachable()))
}

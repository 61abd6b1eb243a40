import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../domain/access/actor.ts'
import { actorOf } from '../domain/identity/actor-of.ts'

const days = 30
let secure = false
let countryHeader: string | undefined

/** With https the browser itself holds the cookie to this host and to encryption. */
export const sessionCookie = (): string => (secure ? '__Host-passerelle' : 'passerelle')

export function configureCookies(publicUrl: URL): void {
  secure = publicUrl.protocol === 'https:'
}

/** The header in which a proxy of the operator's says the country of an address; without one nothing is said of it. */
export function configureCountry(header: string | undefined): void {
  countryHeader = header
}

/** Who makes this request, by the session cookie; nobody where there is none or it has ended. */
export async function callerOf(request: FastifyRequest): Promise<Person | undefined> {
  const token = request.cookies[sessionCookie()]
  return token ? actorOf(token, cameFrom(request)) : undefined
}

/** Address, browser and, where a proxy says it, country. */
export function cameFrom(request: FastifyRequest): { address: string; userAgent: string | null; country?: string } {
  const country = countryHeader ? String(request.headers[countryHeader] ?? '').toUpperCase() : ''
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
    // XX and T1 are what proxies say of what they do not know.
    ...(/^[A-Z]{2}$/.test(country) && country !== 'XX' && { country }),
  }
}

export function giveSession(reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie(), token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400 })
}

/** A year, and beyond the sign-out: it opens nothing (domain/identity/known-browser.ts). */
export function giveKnown(reply: FastifyReply, known: string): void {
  reply.setCookie(knownCookie(), known, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 365 * 86_400 })
}

export const knownOf = (request: FastifyRequest): string | undefined => request.cookies[knownCookie()]

const knownCookie = (): string => `${sessionCookie()}-known`

export function takeSession(reply: FastifyReply): void {
  reply.clearCookie(sessionCookie(), { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

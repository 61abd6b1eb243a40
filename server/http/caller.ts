import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../domain/access/actor.ts'
import { actorOf } from '../domain/identity/actor-of.ts'

const days = 30
let secure = false

/** With https the browser itself holds the cookie to this host and to encryption. */
export const sessionCookie = (): string => (secure ? '__Host-passerelle' : 'passerelle')

export function configureCookies(publicUrl: URL): void {
  secure = publicUrl.protocol === 'https:'
}

/** Who makes this request, by the session cookie; nobody where there is none or it has ended. */
export async function callerOf(request: FastifyRequest): Promise<Person | undefined> {
  const token = request.cookies[sessionCookie()]
  return token ? actorOf(token, request.ip) : undefined
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

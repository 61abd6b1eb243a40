import type { FastifyRequest } from 'fastify'
import type { Person } from '../domain/access/actor.ts'
import { actorOf } from '../domain/identity/actor-of.ts'

export const sessionCookie = 'passerelle_session'

/** Who makes this request, by the session cookie; nobody where there is none or it has ended. */
export async function callerOf(request: FastifyRequest): Promise<Person | undefined> {
  const token = request.cookies[sessionCookie]
  return token ? actorOf(token, request.ip) : undefined
}

import type { FastifyInstance } from 'fastify'
import { finishSignIn } from '../../domain/linking/finish-sign-in.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { callerOf } from '../caller.ts'

/**
 * Where a service sends the browser back to: each provider has an address of its own. Goes on to a path of ours and nowhere else, and leaves no code
 * in the address (threats.md A11, A12).
 */
export async function connectRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { integrationKey: string }; Querystring: Record<string, unknown> }>(
    '/connect/:integrationKey/callback',
    async (request, reply) => {
      reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
      const { integrationKey } = request.params
      const actor = await callerOf(request)
      const one = (name: string): string | undefined =>
        typeof request.query[name] === 'string' ? request.query[name] : undefined
      if (!actor) return reply.redirect(`${publicOrigin()}/sign-in?problem=sign_in_state`)
      const finished = await finishSignIn(actor, integrationKey, {
        state: one('state'),
        code: one('code'),
        error: one('error'),
      })
      if (!finished) return reply.redirect(`${publicOrigin()}/?problem=sign_in_state`)
      const next = new URL(finished.returnTo, publicOrigin())
      // What a try before this one left in the address is over.
      for (const name of ['problem', 'connected']) next.searchParams.delete(name)
      next.searchParams.set(finished.problem ? 'problem' : 'connected', finished.problem ?? integrationKey)
      return reply.redirect(publicOrigin() + next.pathname + next.search + next.hash)
    },
  )
}

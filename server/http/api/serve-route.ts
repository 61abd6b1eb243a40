import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Value from 'typebox/value'
import type { AnswerOf, BodyOf, Params, QueryOf, Route } from '../../../contract/api/route.ts'
import type { Person } from '../../domain/access/actor.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callerOf } from '../caller.ts'
import { demandStorable } from '../storable.ts'

/** What a handler gets: parsed and checked by the route's own schemas. */
export interface Called<R extends Route> {
  /** Present on every route for members. */
  readonly actor: Person
  readonly params: Params<R['path']>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** One call for a door of /api: parse → actor → one verb → answer. */
export interface ApiDoor {
  serve<R extends Route>(route: R, handle: (called: Called<R>) => Promise<AnswerOf<R>>): void
  /** For the routes that are open to anyone: there may be no actor. */
  serveAnyone<R extends Route>(
    route: R,
    handle: (called: Omit<Called<R>, 'actor'> & { actor: Person | undefined }) => Promise<AnswerOf<R>>,
  ): void
  /** A small public file, by the one parameter of its path. It is shown, never run: not even an SVG may do anything. */
  serveFile(path: string, read: (key: string) => { type: string; body: string }): void
}

export function apiDoor(app: FastifyInstance): ApiDoor {
  function register<R extends Route>(
    route: R,
    handle: (called: Omit<Called<R>, 'actor'> & { actor: Person | undefined }) => Promise<unknown>,
  ): void {
    app.route({
      method: route.method,
      url: route.path,
      schema: schemaOf(route),
      async handler(request, reply) {
        const actor = await callerOf(request)
        if (route.caller === 'member' && !actor) throw new Refusal('sign_in_needed')
        reply.header('cache-control', 'no-store')
        for (const said of [request.params, request.query, ...(route.body ? [request.body] : [])]) demandStorable(said)
        return handle({
          actor,
          params: request.params as Params<R['path']>,
          query: request.query as QueryOf<R>,
          body: known(route, request.body),
          request,
          reply,
        })
      },
    })
  }
  return {
    serve: (route, handle) =>
      register(route, called => {
        if (!called.actor) throw new Refusal('sign_in_needed')
        return handle({ ...called, actor: called.actor })
      }),
    serveAnyone: register,
    serveFile(path, read) {
      app.get(path, async (request, reply) => {
        const { type, body } = read(Object.values(request.params as Record<string, string>)[0] ?? '')
        return reply
          .type(type)
          .header('cache-control', 'public, max-age=3600')
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
          .send(body)
      })
    },
  }
}

/** What no field of ours is for stays outside, however deep: it would be kept with the rest, in rows that nobody can take back. */
const known = <R extends Route>({ body }: R, sent: unknown): BodyOf<R> =>
  (body ? Value.Clean(body, sent) : undefined) as BodyOf<R>

const schemas = new WeakMap<Route, object>()

/** The same for every server of a process, which compiles each once. */
function schemaOf(route: Route): object {
  const known = schemas.get(route) ?? {
    params: paramsSchema(route.path),
    ...(route.query && { querystring: { ...route.query, additionalProperties: false } }),
    ...(route.body && { body: route.body }),
  }
  schemas.set(route, known)
  return known
}

/** Ids in paths are digits, unless the parameter's name ends in Key. */
function paramsSchema(path: string): object {
  const names = [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '')
  const schemas = names.map(name => [
    name,
    name.endsWith('Key') ? { type: 'string', maxLength: 200 } : { type: 'string', pattern: '^[0-9]{1,18}$' },
  ])
  return { type: 'object', properties: Object.fromEntries(schemas) }
}

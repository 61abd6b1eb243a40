import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect } from 'vitest'
import type { AnswerOf, BodyOf, Params, QueryOf, Route } from '../../contract/api/route.ts'
import type { RefusalCode } from '../../contract/refusals.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { sessionCookie } from '../../server/http/caller.ts'
import { serve } from '../../server/http/serve.ts'
import { run, sql } from '../../server/platform/db.ts'
import { hashToken, newToken } from '../../server/platform/ids.ts'
import type { TestDatabase } from './database.ts'

export const publicUrl = new URL('http://passerelle.test')

type Shape<R extends Route> = { params?: Params<R['path']>; query?: QueryOf<R>; body?: BodyOf<R> }

/** The same, once types are of no more use. */
interface Sent {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
}

/** Calls our API as somebody, without a socket; what it answers is held against the contract. */
export interface TestServer {
  readonly app: FastifyInstance
  /** A cookie of a fresh session for this person. */
  session(who: CastName): Promise<string>
  call<R extends Route>(who: CastName | undefined, route: R, shape?: Shape<R>): Promise<AnswerOf<R>>
  /** The cookie with which `call` acts as this person. */
  cookie(who: CastName): Promise<string>
  /** Signs everybody in anew, after a test ended sessions. */
  signInAgain(): void
  /** Expects a refusal, and answers it. */
  refused<R extends Route>(
    who: CastName | undefined,
    route: R,
    shape?: Shape<R>,
  ): Promise<{ code: RefusalCode | 'fault'; status: number; body: string }>
}

/** `log` hears what the server says of itself; nobody does where it is absent. */
export function useServer(database: TestDatabase, log = pino({ level: process.env.TEST_LOG ?? 'silent' })): TestServer {
  let app: FastifyInstance | undefined
  const cookies = new Map<CastName, string>()
  const running = (): FastifyInstance => {
    if (!app) throw new Error('the server is there once the test file has begun')
    return app
  }

  beforeAll(async () => {
    app = await serve({ publicUrl, trustProxy: false, log })
    // As before it listens: what is made ready holds the process for a second, in which nobody's connection is answered.
    await app.ready()
  })
  afterAll(() => app?.close())

  async function session(who: CastName): Promise<string> {
    const token = newToken()
    await run(sql`
      insert into sessions (token_hash, account_id, community_id, ends_at)
      values (${hashToken(token)}, ${database.cast.people[who].accountId}, ${database.cast.communityId}, now() + interval '1 hour')`)
    return `${sessionCookie()}=${token}`
  }

  async function cookie(who: CastName): Promise<string> {
    const known = cookies.get(who) ?? (await session(who))
    cookies.set(who, known)
    return known
  }

  async function send(who: CastName | undefined, route: Route, shape: Sent = {}) {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(shape.params?.[name] ?? ''))
    return running().inject({
      method: route.method,
      url: `/api${path}`,
      headers: { origin: publicUrl.origin, ...(who ? { cookie: await cookie(who) } : {}) },
      ...(shape.query && { query: Object.fromEntries(Object.entries(shape.query).map(([k, v]) => [k, String(v)])) }),
      ...(shape.body !== undefined ? { payload: shape.body as object } : {}),
    })
  }

  return {
    get app() {
      return running()
    },
    session,
    cookie,
    signInAgain: () => cookies.clear(),
    async call(who, route, shape) {
      const answer = await send(who, route, shape as Sent)
      expect(answer.statusCode, answer.body).toBe(200)
      const json = answer.json()
      expect(
        Value.Check(route.answer, json) ? [] : [...Value.Errors(route.answer, json)],
        `${route.method} ${route.path} answers as the contract says`,
      ).toEqual([])
      return json
    },
    async refused(who, route, shape) {
      const answer = await send(who, route, shape as Sent)
      expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400)
      return { code: answer.json().error.code, status: answer.statusCode, body: answer.body }
    },
  }
}

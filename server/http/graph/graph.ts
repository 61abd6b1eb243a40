/**
 * The Graph API of Workplace, spoken so that programs written for it run unchanged: one door for every method, path and body, since they travel in every
 * way there is. A call is read, its caller known, one node or edge read or changed, and written down.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Bot } from '../../domain/access/actor.ts'
import { logCall } from '../../domain/api-log/log-call.ts'
import { countCall, hasCallsLeft, usageOf } from '../../domain/api-log/usage.ts'
import { graphAddress } from '../../platform/addresses.ts'
import { nowDate } from '../../platform/clock.ts'
import { Refusal } from '../../platform/refusal.ts'
import { originalUrl } from '../host-doors.ts'
import { demandStorable } from '../storable.ts'
import { wrong } from './answer-error.ts'
import { type Answer, runBatch } from './batch.ts'
import { deviceLogIn } from './device-log-in.ts'
import { exchangeToken } from './exchange-token.ts'
import { type AppItself, callerOf, demandOneToken, type GraphCaller, tokenIn, type Whose } from './graph-caller.ts'
import { GraphError } from './graph-error.ts'
import { demandLengths } from './lengths.ts'
import { asList, asText } from './lenient.ts'
import { Elsewhere } from './picture.ts'
import { type GraphRequest, readRequest } from './request.ts'
import { runAppCall } from './run-app-call.ts'
import { runCall } from './run-call.ts'
import { runPersonCall } from './run-person-call.ts'
import { usualVersion } from './version.ts'
import { takeBodies } from './whole-body.ts'

export function graphRoutes(app: FastifyInstance, log: Logger): void {
  takeBodies(app)
  app.setErrorHandler((error, request, reply) => {
    const { status, text } = failed(unreadable(error), { request, log }, { name: '', method: request.method })
    // Whatever of it still comes is not read.
    void reply.header('connection', 'close')
    return reply.status(status).header('content-type', 'application/json; charset=UTF-8').send(text)
  })
  app.all('/graph', async (request, reply) => {
    const { status, text, version, location, usage } = await answer(request, log)
    if (location !== undefined) void reply.header('location', location)
    if (usage) void reply.header('x-app-usage', JSON.stringify(usage))
    if (status === 429) void reply.header('retry-after', '60')
    return reply
      .status(status)
      .header('content-type', 'application/json; charset=UTF-8')
      .header('cache-control', 'private, no-cache, no-store, must-revalidate')
      .header('access-control-allow-origin', '*')
      .header('facebook-api-version', version)
      .header('x-fb-trace-id', request.id)
      .send(text)
  })
}

interface From {
  readonly request: FastifyRequest
  readonly log: Logger
}

/** What was refused before it was read: in Graph's envelope as well. */
const unreadable = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500
    ? new GraphError('bad_parameter', '(#100) The request cannot be read, or is larger than 25 MB')
    : error

async function answer(request: FastifyRequest, log: Logger): Promise<Answer & { version: string; usage?: unknown }> {
  const { url, contentType } = originalUrl(request.raw)
  const body = request.body instanceof Buffer ? request.body : undefined
  const from = { request, log }
  try {
    const asked = readRequest({ method: request.method, url, contentType, body })
    demandOneToken(asked, request.headers.authorization)
    const version = asked.version || usualVersion
    const isBatch = asked.params.batch !== undefined && asked.method === 'POST'
    const { status, text, location, usage } = await (isBatch ? batch : one)(asked, from)
    return { status, text, location, usage, version }
  } catch (error) {
    return { ...failed(error, from, { name: '', method: request.method }), version: usualVersion }
  }
}

async function batch(asked: GraphRequest, from: From): Promise<Answer & { usage?: unknown }> {
  let usage: unknown
  const answers = await runBatch(asked, {
    async run(entry) {
      const answered = await one(entry, from)
      usage = answered.usage ?? usage
      return answered
    },
    refuse: error => failed(error, from, { name: '', method: asked.method }),
  })
  return { status: 200, text: JSON.stringify(answers), usage }
}

/** One call, from who makes it to what is written down of it. */
async function one(asked: GraphRequest, from: From): Promise<Answer & { usage?: unknown }> {
  const begun = performance.now()
  let whose: Whose | undefined
  let caller: GraphCaller | undefined
  const ended = await attempt()
  const ms = performance.now() - begun
  if (whose) note(asked, { whose, caller, ended, ms, request: from.request })
  // Who was not let in uses nothing of anybody's limit.
  if (!whose || !caller) return ended
  if (ended.status !== 429) countCall(whose, ms)
  const { calls, time } = usageOf(whose)
  const { status, text, location } = ended
  return { status, text, location, usage: { call_count: calls, total_time: time, total_cputime: time } }

  async function attempt(): Promise<Answer & { code?: number }> {
    try {
      const by = {
        authorization: from.request.headers.authorization,
        address: from.request.ip,
        known(one: Whose) {
          whose = one
        },
      }
      if (asked.path.join('/') === 'oauth/access_token') return done(await exchangeToken(asked, by))
      demandLengths(asked.params)
      demandStorable(asked.params)
      if (asked.path[0] === 'device') return done(await deviceLogIn(asked, by))
      caller = await callerOf(asked, by)
      demandCallsLeft(caller)
      return done(await run(caller, asked, from.request))
    } catch (error) {
      return failed(error, from, { name: asked.path[0] ?? '', method: asked.method })
    }
  }
}

const done = (body: unknown): Answer =>
  body instanceof Elsewhere
    ? { status: 302, text: '', location: body.address }
    : { status: 200, text: JSON.stringify(body) }
function demandCallsLeft(caller: GraphCaller): void {
  if (!hasCallsLeft({ appId: caller.appId, communityId: communityOf(caller) }))
    throw new GraphError('too_many', '(#4) Application request limit reached')
}

const communityOf = (caller: GraphCaller): string | null =>
  caller.kind === 'app' ? caller.communityId : botOf(caller).communityId

const botOf = (caller: Exclude<GraphCaller, AppItself>): Bot =>
  caller.kind === 'program' ? caller.bot : caller.holder.bot

function run(caller: GraphCaller, asked: GraphRequest, request: FastifyRequest): Promise<unknown> {
  if (caller.kind === 'app') return runAppCall(caller, asked)
  if (caller.kind === 'person') return runPersonCall(caller.holder, asked)
  if (asked.path[0] === 'debug_token')
    return runAppCall({ kind: 'app', appId: caller.appId, communityId: caller.bot.communityId }, asked)
  const inAddress = asked.query.access_token
  return runCall(
    {
      caller,
      base: `${baseOf(request)}${asked.version ? `/${asked.version}` : ''}`,
      tokenInLinks: inAddress !== undefined ? tokenIn(asked, undefined) : undefined,
      address: request.ip,
    },
    asked,
  )
}

/** Links lead back to where the program called: a host of the Graph's own as it stands, else our public address (threats.md A14). */
function baseOf(request: FastifyRequest): string {
  return originalUrl(request.raw).atRoot ? `${request.protocol}://${request.headers.host ?? ''}` : graphAddress()
}

function failed(
  error: unknown,
  { request, log }: From,
  asked: { name: string; method: string },
): Answer & { code: number } {
  if (!(error instanceof GraphError) && !(error instanceof Refusal))
    log.error({ trace: request.id, err: error }, 'fault')
  const { status, code, body } = wrong(error, request.id, asked)
  return { status, code, text: JSON.stringify(body) }
}

interface Noted {
  readonly whose: Whose
  readonly caller: GraphCaller | undefined
  readonly ended: Answer & { code?: number }
  readonly ms: number
  readonly request: FastifyRequest
}

/** An app of no community has nobody who reads it. */
function note(asked: GraphRequest, { whose, caller, ended, ms, request }: Noted): void {
  const { communityId, installationId, appId } = whose
  if (communityId === null) return
  logCall({
    communityId,
    installationId,
    appId,
    api: 'graph',
    // PUT and PATCH are read as POST.
    method: asked.method === 'POST' && /^(?:PUT|PATCH)$/.test(request.method) ? request.method : asked.method,
    path: placeOf(asked),
    permissions: caller?.kind === 'program' ? [...caller.used] : [],
    groupId: undefined,
    status: ended.status,
    code: ended.code,
    durationMs: ms,
    bytes: Buffer.byteLength(ended.text),
    address: request.ip,
    userAgent: request.headers['user-agent'],
    traceId: request.id,
    at: nowDate(),
  })
}

/** With what the root was asked for: that is a path, too. An address that is looked up may hold what nobody is to keep. */
function placeOf({ path, params: { ids, id } }: GraphRequest): string {
  if (path.length > 0 || (ids ?? id) === undefined) return `/${path.join('/')}`
  const named = (ids === undefined ? [id] : asList(ids)).map(name => asText(name)?.trim() ?? '')
  return `/?id${ids === undefined ? '' : 's'}=${named.map(name => (/^[\w.$@+-]{1,100}$/.test(name) ? name : '…')).join()}`
}

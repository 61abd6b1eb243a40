/**
 * SCIM, by which a directory keeps accounts (decision 0025): version 2 as Workplace spoke it at a host of its own, and version 1.1 that its older programs still
 * speak. A call is read, its caller known, one verb of the domain run, and written down.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { logCall } from '../../domain/api-log/log-call.ts'
import { countCall, hasCallsLeft } from '../../domain/api-log/usage.ts'
import { appById } from '../../domain/integrations/apps.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { nowDate } from '../../platform/clock.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callerOf, demandOneToken, type From, type Program, type Whose } from '../graph/graph-caller.ts'
import { GraphError } from '../graph/graph-error.ts'
import { originalUrl } from '../host-doors.ts'
import { demandStorable } from '../storable.ts'
import { type JsonObject, readCall, type ScimRequest } from './read-call.ts'
import { type ScimRoute, scimRoutes } from './routes.ts'
import { missing, ScimError, wrong } from './scim-error.ts'

const bodyLimit = 1_048_576

interface Answer {
  readonly status: number
  readonly body: JsonObject | object
  readonly location?: string
}

export function scimRoutesOf(app: FastifyInstance, log: Logger): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_, body, done) => done(null, body))
  const send = (request: FastifyRequest, { status, body, location }: Answer) => ({
    status,
    text: Buffer.from(JSON.stringify(body)),
    headers: {
      'content-type': /\/v1(?:\/|$|\?)/i.test(originalUrl(request.raw).url)
        ? 'application/json'
        : 'application/scim+json',
      'cache-control': 'private, no-store',
      'x-fb-trace-id': request.id,
      ...(location !== undefined && { location }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 429 && { 'retry-after': '60' }),
    },
  })
  app.setErrorHandler((error, request, reply) => {
    const { status, text, headers } = send(request, failed(unreadable(error), '', request, log))
    return reply.status(status).headers(headers).send(text)
  })
  app.all('/scim', async (request, reply) => {
    const { status, text, headers } = send(request, await answer(request, log))
    return reply.status(status).headers(headers).send(text)
  })
}

const unreadable = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500
    ? new ScimError(
        Number(error.statusCode) === 413 ? 'too_large' : 'bad_syntax',
        'The body cannot be read, or is larger than 1 MB',
      )
    : error

/** One call, from who makes it to what is written down of it. */
async function answer(request: FastifyRequest, log: Logger): Promise<Answer> {
  const begun = performance.now()
  let whose: Whose | undefined
  let program: Program | undefined
  let path: readonly string[] = []
  const ended = await attempt()
  const ms = performance.now() - begun
  if (whose) note({ whose, program, path, ended, ms, request })
  if (program && ended.status !== 429) countCall(callerIn(program), ms)
  return ended

  async function attempt(): Promise<Answer> {
    try {
      const asked = readRequest(request)
      path = asked.path
      program = await programOf(request, asked, one => {
        whose = one
      })
      if (!hasCallsLeft(callerIn(program))) throw new GraphError('too_many', '(#4) Application request limit reached')
      return await run(program, asked, request)
    } catch (error) {
      return failed(error, path.at(1) ?? path.at(0) ?? '', request, log)
    }
  }
}

function readRequest(request: FastifyRequest): ScimRequest {
  const { url, atRoot } = originalUrl(request.raw)
  const body = request.body instanceof Buffer ? request.body : undefined
  if (!request.headers['user-agent']?.trim()) throw new ScimError('no_user_agent', 'The header User-Agent is missing')
  const asked = readCall({ method: request.method, url, atRoot, body })
  demandStorable([asked.body, asked.query, asked.path])
  return asked
}

/** A custom integration with the permission. Apps of vendors keep accounts by the Graph (workplace-scim.md). */
async function programOf(request: FastifyRequest, { query }: ScimRequest, known: From['known']): Promise<Program> {
  const { authorization } = request.headers
  demandOneToken({ params: query }, authorization)
  const caller = await callerOf(
    { method: 'GET', path: [], version: '', params: query, files: [], query },
    { authorization, address: request.ip, known },
  )
  if (caller.kind !== 'program' || (await appById(caller.appId))?.community_id === null)
    throw new ScimError('not_for_apps', 'SCIM is for custom integrations')
  return caller
}

async function run(program: Program, asked: ScimRequest, request: FastifyRequest): Promise<Answer> {
  if (!program.holds('manage_accounts')) throw new Refusal('forbidden')
  const { route, name } = routeOf(asked)
  const call = { bot: program.bot, request: asked, base: baseOf(request, asked) }
  const body = await route.run(call, name)
  const made = route.success === 201 && 'meta' in body ? (body.meta as { location?: string }).location : undefined
  return { status: route.success, body, ...(made !== undefined && { location: made }) }
}

function routeOf({ method, path }: ScimRequest): { route: ScimRoute; name: string } {
  const [first = '', name = '', ...rest] = path
  const here = scimRoutes.filter(one => {
    const [known = '', named] = one.path.slice(1).split('/')
    return known.toLowerCase() === first.toLowerCase() && (named !== undefined) === (name !== '')
  })
  if (here.length === 0 || rest.length > 0) throw missing(path.join('/'))
  const route = here.find(one => one.method === method)
  if (!route) throw new ScimError('no_such_method', `${method} is not supported here`)
  if (route.path.endsWith('/:id') && !/^[1-9]\d{0,17}$/.test(name)) throw missing(name)
  return { route, name }
}

/** Addresses lead back to where the program called: a host of SCIM's own as it stands, else our public address (threats.md A14). */
function baseOf(request: FastifyRequest, { dialect }: ScimRequest): string {
  return originalUrl(request.raw).atRoot
    ? `${request.protocol}://${request.headers.host ?? ''}`
    : `${publicOrigin()}/scim/${dialect}`
}

function failed(error: unknown, name: string, request: FastifyRequest, log: Logger): Answer {
  if (![ScimError, GraphError, Refusal].some(known => error instanceof known))
    log.error({ trace: request.id, err: error }, 'fault')
  return wrong(error, name, request.id)
}

interface Noted {
  readonly whose: Whose
  /** Nobody was let in. */
  readonly program: Program | undefined
  readonly path: readonly string[]
  readonly ended: Answer
  readonly ms: number
  readonly request: FastifyRequest
}

const callerIn = ({ appId, bot }: Program) => ({ appId, communityId: bot.communityId })

function note({ whose, program, path, ended, ms, request }: Noted): void {
  const { communityId } = whose
  if (communityId === null) return
  logCall({
    ...whose,
    ...{ communityId, api: 'scim', method: request.method },
    ...{ path: `/${path.join('/')}`, permissions: [...(program?.used ?? [])], groupId: undefined },
    ...{ status: ended.status, code: undefined, durationMs: ms, bytes: Buffer.byteLength(JSON.stringify(ended.body)) },
    ...{ address: request.ip, userAgent: request.headers['user-agent'], traceId: request.id, at: nowDate() },
  })
}

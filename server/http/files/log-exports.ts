/**
 * `/files/log-exports/…`: what administrators take out of the logs, as it is read. Who was cut off goes on with `Range` where the length is known, and with `offset`
 * in the address anywhere. Whoever loses the right while it streams gets no more.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../../domain/access/actor.ts'
import { goOnMeasuring } from '../../domain/exports/go-on-measuring.ts'
import { measureExport, type OpenedExport, openLogExport, readLogExport } from '../../domain/exports/read-log-export.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callerOf } from '../caller.ts'
import { rangeIn } from './range.ts'

interface Asked {
  Params: { exportId: string }
  Querystring: { offset?: string }
}
type Request = FastifyRequest<Asked>

/** How long somebody who asks for a part waits for us to learn how long the whole is. */
const longestMs = 4_000

export async function logExportRoutes(app: FastifyInstance): Promise<void> {
  app.get<Asked>('/files/log-exports/:exportId', async (request, reply) => {
    const { exportId } = request.params
    if (!/^\d{1,18}$/.test(exportId)) throw new Refusal('not_found')
    const opened = await openLogExport(await readerOf(request), exportId)
    const tag = `"log-export-${exportId}"`
    reply
      .header('etag', tag)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `attachment; filename="${opened.name}"`)
    const offset = /^\d{1,15}$/.test(request.query.offset ?? '') ? Number(request.query.offset) : 0
    if (offset > 0) return send(request, reply, opened, { from: offset })
    const { range, 'if-range': ifRange } = request.headers
    if (range === undefined || (ifRange !== undefined && ifRange !== tag))
      return send(request, reply, opened, { from: 0 })
    return sendRange(request, reply, opened)
  })
}

async function readerOf(request: Request): Promise<Person> {
  const person = await callerOf(request)
  if (!person) throw new Refusal('sign_in_needed')
  return person
}

async function sendRange(request: Request, reply: FastifyReply, opened: OpenedExport) {
  const bytes = opened.bytes ?? (await measureExport(opened.row, performance.now() + longestMs))?.bytes
  if (bytes === undefined) {
    await goOnMeasuring(opened.row)
    reply.header('retry-after', '5')
    throw new Refusal('export_not_measured')
  }
  const range = rangeIn({ range: request.headers.range }, bytes)
  if (range === 'outside') return reply.status(416).header('content-range', `bytes */${bytes}`).send()
  if (!range) return send(request, reply, { ...opened, bytes }, { from: 0 })
  reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${bytes}`)
  return send(request, reply, { ...opened, bytes }, { from: range.from, last: range.to })
}

/** Read no faster than it is taken: what waits is one page. */
function send(request: Request, reply: FastifyReply, opened: OpenedExport, part: { from: number; last?: number }) {
  const { row, bytes, type } = opened
  if (bytes !== undefined) reply.header('content-length', Math.max(0, (part.last ?? bytes - 1) - part.from + 1))
  reply.type(type)
  if (request.method === 'HEAD') return reply.send('')
  const goesOn = async (): Promise<boolean> => {
    const person = await callerOf(request)
    return (
      person !== undefined &&
      (await openLogExport(person, row.id)
        .then(() => true)
        .catch(() => false))
    )
  }
  const stream = Readable.from(readLogExport(row, { ...part, goesOn }), { objectMode: false, highWaterMark: 65_536 })
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished && bytes === undefined) void goOnMeasuring(row).catch(() => {})
  })
  return reply.send(stream)
}

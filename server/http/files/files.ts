/**
 * The door `/files`: the bytes of what people uploaded. An address opens for a session that may read what the file hangs on, or carries its own key, made for a
 * program. The key stands behind the question mark, where no log looks. Nothing here runs: not a page, not a script in a drawing.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/access/actor.ts'
import { type FormName, formNames } from '../../domain/files/files.sql.ts'
import { type OpenedFile, openFile } from '../../domain/files/open-file.ts'
import { signedFor } from '../../domain/files/signed-address.ts'
import { Refusal } from '../../platform/refusal.ts'
import { readParts } from '../../platform/storage.ts'
import { callerOf } from '../caller.ts'
import { noteDownload } from './note-download.ts'
import { type Asked, rangeIn } from './range.ts'

interface FileParams {
  readonly fileId: string
  readonly form: string
}

export function fileRoutes(app: FastifyInstance): void {
  app.get<{ Params: FileParams & { name: string }; Querystring: { key?: unknown } }>(
    '/files/:fileId/:form/:name',
    async (request, reply) => {
      const { fileId, form } = request.params
      if (!/^\d{1,18}$/.test(fileId) || !isForm(form)) throw new Refusal('not_found')
      const reader = await readerOf(request, fileId, form)
      const file = await openFile(reader, fileId, form)
      await send(file, `"${fileId}-${form}"`, request, reply)
      if (reader.kind === 'bot') {
        const { communityId, installationId } = reader
        const bytes = Number(reply.getHeader('content-length') ?? 0)
        noteDownload(request, { communityId, installationId, status: reply.statusCode, bytes })
      }
      return reply
    },
  )
}

const isForm = (form: string): form is FormName => (formNames as readonly string[]).includes(form)

/** The key's program, else the session's person. A key that is spent or wrong opens nothing, whoever's session comes with it. */
async function readerOf(
  request: FastifyRequest<{ Querystring: { key?: unknown } }>,
  fileId: string,
  form: FormName,
): Promise<Actor> {
  const { key } = request.query
  if (key !== undefined) {
    const bot = typeof key === 'string' ? await signedFor(fileId, form, key) : undefined
    if (!bot) throw new Refusal('not_found')
    return bot
  }
  const person = await callerOf(request)
  if (!person) throw new Refusal('sign_in_needed')
  return person
}

/** A file never changes: whoever has it need not get it again, but asks each time whether it is still theirs to see. */
function send(file: OpenedFile, etag: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'cookie')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('referrer-policy', 'no-referrer')
    .header('accept-ranges', 'bytes')
    .header('content-disposition', disposition(file))
  if (request.headers['if-none-match'] === etag) return reply.status(304).send()
  const range = rangeIn(askedIn(request, etag), file.bytes)
  if (range === 'outside') return reply.status(416).header('content-range', `bytes */${file.bytes}`).send()
  const { from, to } = range ?? { from: 0, to: file.bytes - 1 }
  if (range) reply.status(206).header('content-range', `bytes ${from}-${to}/${file.bytes}`)
  reply.type(file.type).header('content-length', to - from + 1)
  return reply.send(Readable.from(request.method === 'HEAD' ? [] : readParts(file.parts, from, to)))
}

const askedIn = ({ headers }: FastifyRequest, etag: string): Asked => ({
  range: headers['if-range'] === undefined || headers['if-range'] === etag ? headers.range : undefined,
})

/** The name, for old programs in plain letters and for all others as it is. */
function disposition({ name, shown }: OpenedFile): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${shown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`
}

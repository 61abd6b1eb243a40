import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GraphError } from './graph-error.ts'

/** Bodies may hold files. */
const most = 26_214_400
/** Of all bodies that are here at one time: they come before anybody knows from whom, and a token may be in them. */
const mostTogether = 10 * most

const tooLarge = (): GraphError =>
  new GraphError('bad_parameter', '(#100) The request cannot be read, or is larger than 25 MB')
const busy = (): GraphError =>
  new GraphError('away', '(#2) Service temporarily unavailable: too much is being sent at once')

/** Bodies whole, whatever their kind, and no more of them together than there is room for: one more may come again. */
export function takeBodies(app: FastifyInstance, together = mostTogether): void {
  let held = 0
  const sizes = new WeakMap<IncomingMessage, number>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readWhole(payload, Number(request.headers['content-length'] ?? 0), length => {
      held += length
      sizes.set(request.raw, (sizes.get(request.raw) ?? 0) + length)
      return held <= together
    }),
  )
  app.addHook('onRequest', (request, reply, done) => {
    if (bringsBody(request.raw))
      whenOver(reply.raw, () => {
        held -= sizes.get(request.raw) ?? 0
        sizes.delete(request.raw)
      })
    done()
  })
}

const bringsBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

/** Answered, or broken off: a body is held until then. */
function whenOver(response: ServerResponse, release: () => void): void {
  response.once('finish', release)
  response.once('close', release)
}

/** What is too much is not kept; the rest of it flows away, so that whoever sends it still hears why. */
function readWhole(payload: IncomingMessage, announced: number, hasRoom: (length: number) => boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let length = 0
    const fail = (error: Error): void => {
      payload.off('data', take)
      payload.resume()
      reject(error)
    }
    const take = (piece: Buffer): void => {
      length += piece.length
      if (length > most) fail(tooLarge())
      else if (!hasRoom(piece.length)) fail(busy())
      else pieces.push(piece)
    }
    payload.once('error', fail)
    payload.once('close', () => reject(tooLarge()))
    payload.once('end', () => resolve(Buffer.concat(pieces, length)))
    if (announced > most) fail(tooLarge())
    else payload.on('data', take)
  })
}

import { errorCodes, type FastifyRequest } from 'fastify'
import { largestBody, tooLarge } from '../../domain/inbound/accept-event.ts'

/** Most bytes of an event, unless the service documents more; what is longer is cut off before anything is computed over it (threats.md A20). */
const usual = 1_048_576

/** The raw bytes. Whose address it is is asked only of what is longer than usual. */
export async function readBody(request: FastifyRequest): Promise<Buffer> {
  const { key = '' } = request.params as { key?: string }
  let limit = usual
  const demand = async (size: number): Promise<void> => {
    if (size <= limit) return
    limit = Math.max(usual, (await largestBody(key)) ?? 0)
    if (size <= limit) return
    await tooLarge(key)
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  }
  await demand(Number(request.headers['content-length'] ?? 0))
  const parts: Buffer[] = []
  let size = 0
  // Kept open, so that the refusal can be answered.
  for await (const part of request.raw.iterator({ destroyOnReturn: false })) {
    size += part.length
    await demand(size)
    parts.push(part)
  }
  return Buffer.concat(parts, size)
}

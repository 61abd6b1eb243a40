import type { FastifyRequest } from 'fastify'
import { Refusal } from '../platform/refusal.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Closes cross-site request forgery beside SameSite (threats.md A27): what changes something must come from a page of ours, which the
 * browser says in Origin or Sec-Fetch-Site. A request that says neither is refused too; no browser of this decade makes one.
 */
export const refuseForeignOrigin = (publicUrl: URL) => async (request: FastifyRequest) => {
  if (safe.has(request.method)) return
  const { origin } = request.headers
  const ours = origin ? origin === publicUrl.origin : request.headers['sec-fetch-site'] === 'same-origin'
  if (!ours) throw new Refusal('foreign_origin', { origin: publicUrl.origin })
}

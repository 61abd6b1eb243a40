import type { FastifyRequest } from 'fastify'
import { logCall } from '../../domain/api-log/log-call.ts'
import { nowDate } from '../../platform/clock.ts'

interface Downloaded {
  readonly communityId: string
  readonly installationId: string
  readonly appId: string | undefined
  readonly permissions: readonly string[]
  readonly status: number
  readonly bytes: number
}

/** What leaves by an address that opens without a token is a call of the program that got the address, whoever follows it. What signs it is not written down. */
export function noteDownload(request: FastifyRequest, downloaded: Downloaded): void {
  logCall({
    ...downloaded,
    api: 'graph',
    method: request.method,
    path: request.url.split('?')[0] ?? '',
    groupId: undefined,
    code: undefined,
    durationMs: 0,
    address: request.ip,
    userAgent: request.headers['user-agent'],
    traceId: request.id,
    at: nowDate(),
  })
}

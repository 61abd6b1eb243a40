import type { FastifyRequest } from 'fastify'
import type { PermissionId } from '../../../contract/permissions.ts'
import { logCall } from '../../domain/api-log/log-call.ts'
import { nowDate } from '../../platform/clock.ts'

interface Downloaded {
  readonly communityId: string
  readonly installationId: string
  readonly appId?: string
  readonly permission?: PermissionId
  readonly status: number
  /** Of the body, where there is one. */
  readonly bytes: number
}

/**
 * What leaves by an address that opens without a token is a call of the program that got the address, whoever follows it. What signs it is not written
 * down.
 */
export function noteDownload(
  request: FastifyRequest,
  { communityId, installationId, appId, permission, status, bytes }: Downloaded,
): void {
  logCall({
    ...{ communityId, installationId, appId, status },
    permissions: permission ? [permission] : [],
    bytes: request.method === 'HEAD' ? 0 : bytes,
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

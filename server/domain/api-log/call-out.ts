import { nowDate } from '../../platform/clock.ts'
import { newTraceId } from '../../platform/ids.ts'
import { callService, type Incoming, type Outgoing } from '../../platform/outbound.ts'
import { type ApiCall, logCall } from './log-call.ts'

/** For whom a call goes out, and what it is. */
export type Whose = Pick<ApiCall, 'communityId' | 'installationId' | 'api'> &
  Partial<Pick<ApiCall, 'appId' | 'groupId' | 'permissions' | 'traceId'>>

/** The one road of integrations to the world: what goes out is written down, as what comes in is. */
export async function callOut(whose: Whose, outgoing: Outgoing): Promise<Incoming> {
  const at = nowDate()
  const began = performance.now()
  const note = (status: number, bytes: number): void =>
    logCall({
      appId: undefined,
      groupId: undefined,
      permissions: [],
      traceId: newTraceId(),
      ...whose,
      method: outgoing.method ?? 'GET',
      path: placeOf(outgoing.url, whose.api === 'webhook_out'),
      status,
      code: undefined,
      durationMs: performance.now() - began,
      bytes,
      address: undefined,
      userAgent: undefined,
      at,
    })
  try {
    const answer = await callService(outgoing)
    note(answer.status, answer.body.length)
    return answer
  } catch (error) {
    note(0, 0)
    throw error
  }
}

/** As long as a secret in a path may be; the address of a hook often holds one. */
const likeSecret = 16

/** Host and path; never the query, where keys travel. */
function placeOf(text: string, isHook: boolean): string {
  if (!URL.canParse(text)) return ''
  const { host, pathname } = new URL(text)
  if (!isHook) return `${host}${pathname}`
  return `${host}${pathname
    .split('/')
    .map(part => (part.length >= likeSecret ? '…' : part))
    .join('/')}`
}

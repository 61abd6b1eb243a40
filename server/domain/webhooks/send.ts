import { wireText } from '../../../contract/graph/changes.ts'
import { nowDate } from '../../platform/clock.ts'
import { harmless } from '../../platform/harmless.ts'
import type { Incoming } from '../../platform/outbound.ts'
import { callOut } from '../api-log/call-out.ts'
import { keysOf } from './keys-of.ts'
import type { Sendable } from './read-changes.ts'
import { readRetryAfter } from './retry.ts'
import { signedHeaders, webhookId } from './sign.ts'
import type { Leased } from './take-deliveries.ts'

export type ResponseClass = '2xx' | '3xx' | '4xx' | '5xx' | 'timeout' | 'unreachable' | 'fault'

/** One attempt, as the log keeps it. */
export interface Attempt {
  readonly at: Date
  readonly responseClass: ResponseClass
  readonly status: number | null
  readonly durationMs: number
  readonly firstByteMs: number | null
  readonly requestBytes: number
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly responseHeaders: Readonly<Record<string, string>> | null
  readonly responseBody: string | null
  /** Seconds, as the receiver asked. */
  readonly retryAfter: number | undefined
}

/** Workplace's consumers answered only after their own slow work. */
const timeout = 20_000
const keptBytes = 4_096
/** Whoever answered is not waited for while the rest of it drips. */
const patience = 2_000

/** Sends once, following nothing: a redirect is an answer, and not a success. */
export async function send(delivery: Leased, change: Sendable): Promise<Attempt> {
  const body = wireText(change.envelope)
  const at = nowDate()
  const headers = signedHeaders(webhookId(delivery.id), at, body, keysOf(delivery))
  const began = performance.now()
  const answer = await call(delivery, headers, body)
  const sent = {
    at,
    durationMs: Math.round(performance.now() - began),
    requestBytes: body.length,
    requestHeaders: headers,
  }
  if (typeof answer === 'string') return { ...sent, ...nothing, responseClass: answer }
  return {
    ...sent,
    responseClass: classOf(answer.status),
    status: answer.status,
    firstByteMs: answer.firstByteMs,
    responseHeaders: shownHeaders(answer.headers),
    responseBody: harmless(answer.body.toString('utf8')).replaceAll('\0', ''),
    retryAfter: readRetryAfter(answer.headers['retry-after'], at),
  }
}

/** A status that no standard knows is a server gone wrong. */
const classOf = (status: number): ResponseClass =>
  status >= 200 && status < 600 ? (`${Math.floor(status / 100)}xx` as ResponseClass) : '5xx'

const nothing = {
  status: null,
  firstByteMs: null,
  responseHeaders: null,
  responseBody: null,
  retryAfter: undefined,
}

async function call(
  delivery: Leased,
  headers: Record<string, string>,
  body: string,
): Promise<Incoming | 'timeout' | 'unreachable'> {
  try {
    return await callOut(
      {
        communityId: delivery.community_id,
        installationId: delivery.installation_id,
        appId: delivery.app_id,
        groupId: delivery.group_id ?? undefined,
        api: 'webhook_out',
        // The same as in the log of deliveries.
        traceId: webhookId(delivery.id),
      },
      { method: 'POST', url: delivery.callback_url, headers, body, timeout, limit: keptBytes, patience },
    )
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable'
  }
}

/** What a receiver sets for itself stays with it. */
const shownHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  harmless(
    Object.fromEntries(
      Object.entries(headers)
        .slice(0, 40)
        .map(([name, value]) => [name, /cookie|auth|token|secret|key/i.test(name) ? '•••' : value.slice(0, 500)]),
    ),
  )

import { randomInt } from 'node:crypto'
import { oneLine } from '../../platform/harmless.ts'
import { type Incoming, isAdmittedInside } from '../../platform/outbound.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callOut } from '../api-log/call-out.ts'
import type { Subscriber } from './subscriber.ts'

/** Some receivers think for three seconds and call our Graph API before they answer. */
const timeout = 20_000
const longestUrl = 2_000

/** What the address given leads to; a refusal where it cannot be one. Encrypted, but for a place inside that the operator admitted. */
export function demandCallback(text: string): URL {
  const url = URL.canParse(text) && text.length <= longestUrl ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new Refusal('bad_input', { field: 'callbackUrl', problem: 'malformed' })
  if (url.protocol === 'http:' && !isAdmittedInside(url))
    throw new Refusal('callback_refused', { problem: 'not_https' })
  url.hash = ''
  return url
}

/** Asks the address whether it wants this (workplace-webhooks.md 2); a refusal that says what came back where it did not say so. */
export async function shakeHands(subscriber: Subscriber, url: URL, verifyToken: string): Promise<void> {
  const challenge = String(randomInt(100_000_000, 2_000_000_000))
  const answer = await ask(subscriber, url, challenge, verifyToken)
  const said = oneLine(answer.body.toString('utf8'), 120)
  if (answer.status !== 200) throw new Refusal('callback_refused', { problem: 'status', status: answer.status, said })
  if (answer.cut || answer.body.toString('utf8') !== challenge)
    throw new Refusal('callback_refused', { problem: said ? 'body' : 'empty', status: 200, said })
}

async function ask(
  { communityId, installationId, appId }: Subscriber,
  url: URL,
  challenge: string,
  verifyToken: string,
): Promise<Incoming> {
  try {
    return await callOut(
      { communityId, installationId, appId, api: 'webhook_out' },
      { url: handshakeAddress(url, challenge, verifyToken), timeout, limit: 4_096 },
    )
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    throw new Refusal('callback_refused', { problem: late ? 'timeout' : 'unreachable' }, { cause: error })
  }
}

/** Behind whatever query the address has: a function's key is kept. The names have dots in them. */
export function handshakeAddress(url: URL, challenge: string, verifyToken: string): string {
  const query = `hub.mode=subscribe&hub.challenge=${challenge}&hub.verify_token=${encodeURIComponent(verifyToken)}`
  return `${url.href}${url.search ? '&' : '?'}${query}`
}

import { nowDate } from '../../platform/clock.ts'
import type { Reading } from './read-changes.ts'
import { type Attempt, send } from './send.ts'
import { cancel, settle } from './settle.ts'
import type { Leased } from './take-deliveries.ts'

/**
 * One delivery, once: sent, or cancelled because it may not be told any more. `answered` is called when the receiver is free again, before the result is written.
 * What goes wrong on our side counts as an attempt, so that nothing comes back for ever.
 */
export async function deliver(delivery: Leased, reading: Reading | undefined, answered: () => void): Promise<void> {
  if (!reading || 'cancelled' in reading) {
    answered()
    return cancel(delivery, reading?.cancelled ?? 'content_gone')
  }
  const outcome = await send(delivery, reading).catch((problem: unknown) => ({ problem }))
  answered()
  await settle(delivery, 'problem' in outcome ? ourFault : outcome)
  if ('problem' in outcome) throw outcome.problem
}

const ourFault: Attempt = {
  get at() {
    return nowDate()
  },
  responseClass: 'fault',
  status: null,
  durationMs: 0,
  firstByteMs: null,
  requestBytes: 0,
  requestHeaders: {},
  responseHeaders: null,
  responseBody: null,
  retryAfter: undefined,
}

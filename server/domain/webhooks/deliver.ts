import type { PermissionId } from '../../../contract/permissions.ts'
import { nowDate } from '../../platform/clock.ts'
import { noteUse } from '../integrations/note-use.ts'
import type { Reading } from './read-changes.ts'
import { type Attempt, send } from './send.ts'
import { cancel, settle } from './settle.ts'
import type { Leased } from './take-deliveries.ts'

/**
 * One delivery, once: sent, or cancelled because it may not be told any more. `done` is called when the next may go there: at once where it arrived, but
 * after a failure only when that is written, or more would go to an address that rests. What goes wrong on our side counts as an attempt, so that
 * nothing comes back for ever.
 */
export async function deliver(delivery: Leased, reading: Reading | undefined, done: () => void): Promise<void> {
  if (!reading || 'cancelled' in reading) return cancel(delivery, reading?.cancelled ?? 'content_gone').finally(done)
  const outcome = await send(delivery, reading).catch((problem: unknown) => ({ problem }))
  if ('problem' in outcome) {
    await settle(delivery, ourFault()).finally(done)
    throw outcome.problem
  }
  if (outcome.responseClass !== '2xx') return settle(delivery, outcome).finally(done)
  done()
  const permission = needed[delivery.field]
  if (permission) noteUse({ communityId: delivery.community_id, installationId: delivery.installation_id }, permission)
  await settle(delivery, outcome)
}

/** What a program needs to be told of a change of this field. */
const needed: Readonly<Record<string, PermissionId>> = {
  posts: 'read_content',
  comments: 'read_content',
  mention: 'mention',
  messages: 'message',
  messaging_postbacks: 'message',
  membership: 'read_members',
  admin_activity: 'read_security',
  integrations: 'read_security',
  passwords: 'read_security',
  sessions: 'read_security',
}

const ourFault = (): Attempt => ({
  at: nowDate(),
  responseClass: 'fault',
  status: null,
  durationMs: 0,
  firstByteMs: null,
  requestBytes: 0,
  requestHeaders: {},
  responseHeaders: null,
  responseBody: null,
  retryAfter: undefined,
})

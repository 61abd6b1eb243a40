/**
 * What a delivery says, read at the moment it is sent: whether it may still be told (enabled, subscribed, permitted, in scope), whether what it tells of is
 * still there, and what that is now. A retry after hours says what is true then.
 */
import type { Envelope } from '../../../contract/graph/changes.ts'
import { unixSeconds } from '../../../contract/graph/changes.ts'
import { readMemberships } from './membership-changes.ts'
import { readMessages } from './message-changes.ts'
import { readSaid } from './said-changes.ts'
import { sampleOf } from './sample-change.ts'
import { readAudited } from './security-changes.ts'
import type { CancelReason, ReadValue } from './standing.ts'
import type { Leased } from './take-deliveries.ts'

export interface Sendable {
  readonly envelope: Envelope
}
export type Reading = Sendable | { readonly cancelled: CancelReason }

type ReadValues = (deliveries: readonly Leased[]) => Promise<Map<string, ReadValue>>

const readers: Readonly<Record<string, ReadValues>> = {
  posts: readSaid,
  comments: readSaid,
  mention: readSaid,
  messages: readMessages,
  messaging_postbacks: readMessages,
  message_reads: readMessages,
  message_deliveries: readMessages,
  membership: readMemberships,
}

/** All at once, by delivery id: a query for each kind of change, however many there are. */
export async function readChanges(deliveries: readonly Leased[]): Promise<Map<string, Reading>> {
  const kinds = new Map<ReadValues, Leased[]>()
  for (const delivery of deliveries) {
    const read = delivery.is_test ? sampleOf : (readers[delivery.field] ?? readAudited)
    kinds.set(read, [...(kinds.get(read) ?? []), delivery])
  }
  const found = await Promise.all([...kinds].map(([read, some]) => read(some)))
  const values = new Map(found.flatMap(some => [...some]))
  return new Map(deliveries.map(delivery => [delivery.id, sealed(delivery, values.get(delivery.id))]))
}

function sealed(delivery: Leased, read: ReadValue | undefined): Reading {
  if (!read) return { cancelled: 'content_gone' }
  if ('cancelled' in read) return read
  const { topic, field } = delivery
  if ('messaging' in read) {
    const { messaging } = read
    return {
      envelope: {
        object: topic,
        entry: [{ id: entryId(delivery), time: messaging.timestamp, messaging: [messaging] }],
      },
    }
  }
  const time = unixSeconds(delivery.happened_at)
  const change = delivery.include_values ? { field, value: read.value } : { field }
  return { envelope: { object: topic, entry: [{ id: entryId(delivery), time, changes: [change] }] } }
}

/** Whose page, group or company it happened to (workplace-webhooks.md 3.2). */
function entryId(delivery: Leased): string {
  if (delivery.topic === 'page') return delivery.bot_id
  if (delivery.topic === 'workplace_security') return delivery.community_id
  return delivery.topic === 'group'
    ? (delivery.group_id ?? delivery.community_id)
    : (delivery.actor_id ?? delivery.community_id)
}

import { isTopic, type WebhookTopic } from '../../../contract/graph/changes.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { installationById } from '../integrations/installations.sql.ts'
import { auditSubscription } from './audit-subscription.ts'
import { tellDispatch } from './awaken.ts'
import { demandCallback, shakeHands } from './handshake.ts'
import { forgetHealth } from './health.ts'
import { newSigningSecret } from './sign.ts'
import type { Subscriber } from './subscriber.ts'
import {
  lockSubscription,
  openOf,
  putSubscription,
  type SubscriptionRow,
  subscriptionsOf,
} from './subscriptions.sql.ts'

export interface NewSubscription {
  readonly topic: string
  readonly fields: readonly string[]
  readonly callbackUrl: string
  /** Absent: the one that is kept stays. */
  readonly verifyToken?: string | undefined
  readonly inOrder?: boolean | undefined
  /** Absent: as it was, or with them. */
  readonly includeValues?: boolean | undefined
}

const mostFields = 50

/**
 * Asks the address first, and only then writes: what stood for the topic is replaced, its health forgotten. Field names are taken as programs of the
 * Messenger era gave them; what nothing is sent for does no harm.
 */
export async function subscribe(subscriber: Subscriber, asked: NewSubscription): Promise<SubscriptionRow> {
  const { topic, fields } = checked(asked)
  const callbackUrl = demandCallback(asked.callbackUrl.trim())
  const verifyToken = asked.verifyToken ?? (await keptToken(subscriber, topic))
  if (!verifyToken) throw new Refusal('bad_input', { field: 'verifyToken', problem: 'missing' })
  await demandEnabled(subscriber)
  await shakeHands(subscriber, callbackUrl, verifyToken)
  const row = await transaction(async () => {
    await demandEnabled(subscriber)
    const before = await lockSubscription(subscriber, topic)
    const inOrder = asked.inOrder ?? before?.in_order ?? false
    const includeValues = asked.includeValues ?? before?.include_values ?? true
    const form = { topic, fields, callbackUrl, verifyToken, inOrder, includeValues, signingSecret: newSigningSecret() }
    const after = await putSubscription(subscriber, before, form)
    await forgetHealth(subscriber)
    await auditSubscription(subscriber, 'integration.webhook_changed', before, after)
    return after
  })
  tellDispatch()
  return row
}

function checked({ topic, fields }: NewSubscription): { topic: WebhookTopic; fields: string[] } {
  if (!isTopic(topic)) throw new Refusal('bad_input', { field: 'topic', problem: 'not_offered' })
  const names = [...new Set(fields.map(field => field.trim()).filter(Boolean))]
  if (names.length === 0) throw new Refusal('bad_input', { field: 'fields', problem: 'too_few' })
  if (names.length > mostFields) throw new Refusal('bad_input', { field: 'fields', problem: 'too_many' })
  if (!names.every(name => /^\w{1,60}$/.test(name)))
    throw new Refusal('bad_input', { field: 'fields', problem: 'malformed' })
  return { topic, fields: names }
}

async function keptToken(subscriber: Subscriber, topic: WebhookTopic): Promise<string | undefined> {
  const kept = (await subscriptionsOf(subscriber)).find(row => row.topic === topic)
  return kept && openOf(kept.id, kept.verify_token)
}

async function demandEnabled({ communityId, installationId }: Subscriber): Promise<void> {
  const row = await installationById(communityId, installationId)
  if (row?.state !== 'enabled') throw new Refusal('not_enabled')
}

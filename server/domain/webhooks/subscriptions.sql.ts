import type { WebhookTopic } from '../../../contract/graph/changes.ts'
import { maybe, one, rows, run, sql } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'
import type { Subscriber } from './subscriber.ts'

export interface SubscriptionRow {
  id: string
  community_id: string
  installation_id: string
  topic: WebhookTopic
  fields: string[]
  callback_url: string
  host: string
  verify_token: Buffer
  signing_secret: Buffer
  in_order: boolean
  include_values: boolean
  state: 'active' | 'stopped'
  reason: 'gone' | 'killed' | null
  made_at: Date
  changed_at: Date
}

const columns = sql`id, community_id, installation_id, topic, fields, callback_url, host, verify_token, signing_secret, in_order, include_values, state, reason, made_at, changed_at`

const contextOf = (subscriptionId: string): string => `webhook_subscriptions:${subscriptionId}`
export const openOf = (subscriptionId: string, sealed: Buffer): string => openText(sealed, contextOf(subscriptionId))

export const subscriptionsOf = ({ communityId, installationId }: Subscriber): Promise<SubscriptionRow[]> =>
  rows<SubscriptionRow>(sql`
    select ${columns} from webhook_subscriptions
    where community_id = ${communityId} and installation_id = ${installationId} order by id`)

/** Kept from others until the transaction ends. */
export const lockSubscription = (
  { communityId, installationId }: Subscriber,
  topic: WebhookTopic,
): Promise<SubscriptionRow | undefined> =>
  maybe<SubscriptionRow>(sql`
    select ${columns} from webhook_subscriptions
    where community_id = ${communityId} and installation_id = ${installationId} and topic = ${topic} for update`)

export interface SubscriptionForm {
  readonly topic: WebhookTopic
  readonly fields: readonly string[]
  readonly callbackUrl: URL
  readonly verifyToken: string
  readonly inOrder: boolean
  readonly includeValues: boolean
  readonly signingSecret: string
}

/** The id is drawn first: what is sealed is sealed for its row. One that stands for the topic keeps its id and its signing secret. */
export async function putSubscription(
  subscriber: Subscriber,
  before: SubscriptionRow | undefined,
  form: SubscriptionForm,
): Promise<SubscriptionRow> {
  const id = before?.id ?? (await one<{ id: string }>(sql`select nextval('ids') as id`)).id
  const { communityId, installationId, appId } = subscriber
  return one<SubscriptionRow>(sql`
    insert into webhook_subscriptions (community_id, id, installation_id, app_id, topic, fields, callback_url, host, verify_token, signing_secret, in_order,
      include_values)
    values (${communityId}, ${id}, ${installationId}, ${appId}, ${form.topic}, ${form.fields}, ${form.callbackUrl.href}, ${form.callbackUrl.host},
      ${seal(form.verifyToken, contextOf(id))}, ${before?.signing_secret ?? seal(form.signingSecret, contextOf(id))}, ${form.inOrder}, ${form.includeValues})
    on conflict (community_id, installation_id, topic) do update set fields = excluded.fields, callback_url = excluded.callback_url, host = excluded.host,
      verify_token = excluded.verify_token, in_order = excluded.in_order, include_values = excluded.include_values, state = 'active', reason = null, changed_at = now()
    returning ${columns}`)
}

export const setFields = (row: SubscriptionRow, fields: readonly string[]): Promise<number> =>
  run(sql`
    update webhook_subscriptions set fields = ${fields}, changed_at = now() where community_id = ${row.community_id} and id = ${row.id}`)

export const deleteSubscription = (row: SubscriptionRow): Promise<number> =>
  run(sql`delete from webhook_subscriptions where community_id = ${row.community_id} and id = ${row.id}`)

/** The address said it is gone for good. Answers whether this stopped it: what waits for it is cancelled with it. */
export const stopSubscription = (communityId: string, id: string): Promise<number> =>
  run(sql`
    with stopped as (
      update webhook_subscriptions set state = 'stopped', reason = 'gone', changed_at = now()
      where community_id = ${communityId} and id = ${id} and state = 'active' returning id
    ), cancelled as (
      update deliveries d set outcome = 'cancelled', reason = 'stopped', ended_at = now(), next_at = null
      from stopped where d.community_id = ${communityId} and d.subscription_id = stopped.id and d.outcome in ('waiting', 'retrying')
    )
    select from stopped`)

/** The kill switch: nothing is sent to any of its addresses until somebody saves it again. Answers where they led. */
export const killSubscriptions = ({
  communityId,
  installationId,
}: Pick<Subscriber, 'communityId' | 'installationId'>): Promise<{ id: string; host: string }[]> =>
  rows(sql`
    update webhook_subscriptions set state = 'stopped', reason = 'killed', changed_at = now()
    where community_id = ${communityId} and installation_id = ${installationId} and (state = 'active' or reason <> 'killed') returning id, host`)

/** What waits for a subscription that is taken away is never sent. */
export const cancelFor = (row: SubscriptionRow): Promise<number> =>
  run(sql`
    update deliveries set outcome = 'cancelled', reason = 'unsubscribed', ended_at = now(), next_at = null
    where community_id = ${row.community_id} and subscription_id = ${row.id} and outcome in ('waiting', 'retrying')`)

export const isAnybodySubscribed = async (): Promise<boolean> =>
  (await one<{ any: boolean }>(sql`select exists (select from webhook_subscriptions where state = 'active') as any`))
    .any

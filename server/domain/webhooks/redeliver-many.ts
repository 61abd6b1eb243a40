import type { MemberRef } from '../../../contract/api/basics.ts'
import type { DeliveryFilter, Redelivery } from '../../../contract/api/webhooks.ts'
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { auditWebhooks } from './audit-subscription.ts'
import { tellDispatch } from './awaken.ts'
import { countRepeatable, dueAgain, nextRepeatable } from './redeliver.ts'
import { demandRunning } from './running.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'

interface RedeliveryRow {
  id: string
  installation_id: string
  filter: DeliveryFilter & { upTo: string; reached?: string }
  state: Redelivery['state']
  total: number
  done: number
  made_at: Date
  made_by: MemberRef
  /** Its installation, still. */
  enabled: boolean
}

const atOnce = 200

/** How many a filter finds; and, unless it is only asked, sends them again, a job at a time. One such run at once. */
export async function redeliverMany(
  actor: Person,
  integrationId: string,
  filter: DeliveryFilter,
  dryRun: boolean,
): Promise<{ total: number; redelivery: Redelivery | null }> {
  const subscriber = await subscriberOf(actor, integrationId)
  const { up_to: upTo } = await one<{ up_to: string }>(sql`select nextval('ids') as up_to`)
  const total = await countRepeatable(subscriber, filter, upTo)
  if (dryRun) return { total, redelivery: null }
  const row = await transaction(async () => {
    await demandRunning(subscriber)
    if ((await last(subscriber))?.state === 'running') throw new Refusal('in_progress')
    await begin(actor, subscriber, { ...filter, upTo }, total)
    await auditWebhooks(subscriber, 'integration.deliveries_repeated', { after: { ...filter, total } })
    return last(subscriber)
  })
  return { total, redelivery: row ? present(row) : null }
}

async function begin(
  actor: Person,
  { communityId, installationId }: Subscriber,
  filter: RedeliveryRow['filter'],
  total: number,
): Promise<void> {
  const { id } = await one<{ id: string }>(sql`
    insert into redeliveries (community_id, installation_id, filter, total, made_by)
    values (${communityId}, ${installationId}, ${JSON.stringify(filter)}::jsonb, ${total}, ${actor.memberId}) returning id`)
  await enqueue({ communityId, kind: 'redeliver-many', payload: { redeliveryId: id } })
}

/** The job: a piece at a time, each with its progress in one transaction; a run that was stopped goes no further. */
export async function goOnRedelivering(communityId: string, redeliveryId: string): Promise<void> {
  while (await transaction(() => piece(communityId, redeliveryId))) tellDispatch()
  tellDispatch()
}

async function piece(communityId: string, redeliveryId: string): Promise<boolean> {
  const row = await find(communityId, sql`x.id = ${redeliveryId}`, true)
  if (row?.state !== 'running') return false
  if (!row.enabled) return end(communityId, redeliveryId)
  const subscriber = { communityId, installationId: row.installation_id, appId: '0' }
  const { upTo, reached = '0', ...filter } = row.filter
  const next = await nextRepeatable(subscriber, filter, { after: reached, upTo, most: atOnce })
  const sent = await dueAgain(subscriber, sql`d.id = any(${next.map(one => one.id)}::bigint[])`)
  const more = next.length === atOnce
  await run(sql`
    update redeliveries set done = done + ${sent.length}, filter = filter || ${JSON.stringify({ reached: next.at(-1)?.id ?? reached })}::jsonb,
      state = ${more ? 'running' : 'done'}, ended_at = case when ${more} then null else now() end
    where community_id = ${communityId} and id = ${redeliveryId}`)
  return more
}

export async function lastRedelivery(actor: Person, integrationId: string): Promise<Redelivery | null> {
  const row = await last(await subscriberOf(actor, integrationId))
  return row ? present(row) : null
}

/** What was made due already is sent; the rest is left as it was. */
export async function stopRedelivery(actor: Person, integrationId: string, redeliveryId: string): Promise<Redelivery> {
  const subscriber = await subscriberOf(actor, integrationId)
  return transaction(async () => {
    const row = await find(subscriber.communityId, sql`x.id = ${redeliveryId}`, true)
    if (!row || row.installation_id !== subscriber.installationId) throw new Refusal('not_found')
    if (row.state !== 'running') return present(row)
    await end(subscriber.communityId, redeliveryId)
    await auditWebhooks(subscriber, 'integration.deliveries_stopped', { after: { done: row.done, total: row.total } })
    return present({ ...row, state: 'stopped' })
  })
}

/** Goes no further. */
async function end(communityId: string, redeliveryId: string): Promise<false> {
  await run(sql`
    update redeliveries set state = 'stopped', ended_at = now() where community_id = ${communityId} and id = ${redeliveryId}`)
  return false
}

const last = ({ communityId, installationId }: Subscriber): Promise<RedeliveryRow | undefined> =>
  find(communityId, sql`x.installation_id = ${installationId}`, false)

const find = (communityId: string, where: ReturnType<typeof sql>, lock: boolean): Promise<RedeliveryRow | undefined> =>
  maybe<RedeliveryRow>(sql`
    select i.state = 'enabled' as enabled, x.id, x.installation_id, x.filter, x.state, x.total, x.done, x.made_at,
      ${memberRef(sql`m`)} as made_by
    from redeliveries x
    join members m on m.community_id = x.community_id and m.id = x.made_by
    join installations i on i.community_id = x.community_id and i.id = x.installation_id
    where x.community_id = ${communityId} and ${where} order by x.id desc limit 1 ${lock ? sql`for update of x` : sql``}`)

const present = (row: RedeliveryRow): Redelivery => ({
  id: row.id,
  state: row.state,
  total: row.total,
  done: row.done,
  madeBy: row.made_by,
  madeAt: row.made_at.toISOString(),
})

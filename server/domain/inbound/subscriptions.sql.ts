import { rows, run, sql } from '../../platform/db.ts'

export interface SubscriptionRow {
  id: string
  community_id: string
  installation_id: string
  external_id: string
  sealed: Buffer | null
  expires_at: Date | null
  state: 'active' | 'failed'
  item: string | null
  /** Whose account made it; nothing for the installation's own. */
  member_id: string | null
}

export const secretContext = (installationId: string): string => `subscriptions:${installationId}`

export const subscriptionsOf = (communityId: string, installationId: string): Promise<SubscriptionRow[]> =>
  rows<SubscriptionRow>(sql`
    select id, community_id, installation_id, external_id, sealed, expires_at, state, item, member_id from subscriptions
    where community_id = ${communityId} and installation_id = ${installationId}`)

/** Sealed secrets we agreed on with the service, with which it signs what it posts at this address. */
export const secretsByKey = async (inboundKey: string): Promise<Buffer[]> =>
  (
    await rows<{ sealed: Buffer }>(sql`
      select s.sealed from subscriptions s join installations i on i.community_id = s.community_id and i.id = s.installation_id
      where i.inbound_key = ${inboundKey} and s.sealed is not null`)
  ).map(row => row.sealed)

/** What the service calls the subscriptions that post at this address. */
export const subscriptionIds = async (inboundKey: string): Promise<string[]> =>
  (
    await rows<{ external_id: string }>(sql`
      select s.external_id from subscriptions s join installations i on i.community_id = s.community_id and i.id = s.installation_id
      where i.inbound_key = ${inboundKey}`)
  ).map(row => row.external_id)

export interface NewSubscription {
  communityId: string
  installationId: string
  externalId: string
  sealed: Buffer | null
  expiresAt: Date | null
  /** Where the service has one subscription per thing. */
  item: string | null
  /** Where it was made with a member's account. */
  memberId: string | null
}

export const insertSubscription = (made: NewSubscription): Promise<number> =>
  run(sql`
    insert into subscriptions (community_id, installation_id, external_id, sealed, expires_at, item, member_id)
    values (${made.communityId}, ${made.installationId}, ${made.externalId}, ${made.sealed}, ${made.expiresAt}, ${made.item},
      ${made.memberId})`)

export const insertFailure = (communityId: string, installationId: string, problem: string): Promise<number> =>
  run(sql`
    insert into subscriptions (community_id, installation_id, external_id, state, problem)
    values (${communityId}, ${installationId}, '', 'failed', ${problem})`)

export const dropFailures = (communityId: string, installationId: string): Promise<number> =>
  run(
    sql`delete from subscriptions where community_id = ${communityId} and installation_id = ${installationId} and external_id = ''`,
  )

export const setRenewed = (
  communityId: string,
  id: string,
  renewed: Pick<NewSubscription, 'externalId' | 'sealed' | 'expiresAt'>,
): Promise<number> =>
  run(sql`
    update subscriptions set state = 'active', problem = null, alarmed_at = null, renewed_at = now(), expires_at = ${renewed.expiresAt},
      external_id = ${renewed.externalId}, sealed = coalesce(${renewed.sealed}, sealed)
    where community_id = ${communityId} and id = ${id}`)

export const setFailed = (communityId: string, id: string, problem: string): Promise<number> =>
  run(
    sql`update subscriptions set state = 'failed', problem = ${problem} where community_id = ${communityId} and id = ${id}`,
  )

/** True once for a subscription of which less than a tenth is left. */
export const isDueForAlarm = async (communityId: string, id: string): Promise<boolean> =>
  (await run(sql`
    update subscriptions set alarmed_at = now()
    where community_id = ${communityId} and id = ${id} and alarmed_at is null
      and expires_at - now() < (expires_at - coalesce(renewed_at, made_at)) * 0.1`)) > 0

export const deleteSubscription = (communityId: string, id: string): Promise<number> =>
  run(sql`delete from subscriptions where community_id = ${communityId} and id = ${id}`)

/**
 * Those with less than about a third of their time left, of installations that are enabled: not all at one moment, however many were made together.
 */
export const endingSoon = (): Promise<SubscriptionRow[]> =>
  rows<SubscriptionRow>(sql`
    select s.id, s.community_id, s.installation_id, s.external_id, s.sealed, s.expires_at, s.state, s.item, s.member_id
    from subscriptions s
    join installations i on i.community_id = s.community_id and i.id = s.installation_id and i.state = 'enabled'
    where s.expires_at - now() < (s.expires_at - coalesce(s.renewed_at, s.made_at)) * (0.3 + (s.id % 10) * 0.01)
    order by s.expires_at limit 200`)

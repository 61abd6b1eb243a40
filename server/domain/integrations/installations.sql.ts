import type { GroupRef } from '../../../contract/api/integrations.ts'
import { maybe, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { sharedRead } from '../../platform/shared-read.ts'
import type { Person } from '../access/actor.ts'
import { visible } from '../access/visible.ts'

export interface InstallationRow {
  id: string
  community_id: string
  integration_id: string
  bot_id: string
  state: 'enabled' | 'disabled' | 'removed'
  reason: string | null
  settings: Record<string, unknown>
  credentials: Buffer | null
  inbound_key: string
  connection: 'none' | 'pending' | 'connected' | 'broken'
  problem: string | null
  enabled_by: string
  enabled_at: Date
  changed_at: Date
  permissions: string[]
  everyone: boolean
  group_ids: string[]
  /** When its grant ends, where it does; and of chosen groups, those whose time ends. */
  ends_at: Date | null
  group_ends: Record<string, string>
  groups_configure: boolean
}

const columns = sql`i.id, i.community_id, i.integration_id, i.bot_id, i.state, i.reason, i.settings, i.credentials, i.inbound_key, i.connection, i.problem,
  i.enabled_by, i.enabled_at, i.changed_at, r.permissions, r.everyone,
  coalesce((select array_agg(x.group_id::text order by x.group_id) from grant_groups x where x.community_id = r.community_id and x.grant_id = r.id), '{}') as group_ids,
  r.ends_at, i.groups_configure,
  coalesce((select jsonb_object_agg(x.group_id, x.ends_at) from grant_groups x where x.community_id = r.community_id and x.grant_id = r.id and x.ends_at is not null), '{}') as group_ends`
const tables = sql`installations i
  join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null`

const find = (where: Sql): Promise<InstallationRow[]> =>
  rows<InstallationRow>(sql`select ${columns} from ${tables} where ${where}`)

/**
 * Kept from others until the transaction ends, and only then read: one statement that waited for the lock would read the grant as it was before whoever
 * held it, and what that one took away would come back with the next change.
 */
async function findLocked(where: Sql): Promise<InstallationRow[]> {
  await rows(sql`select from installations i where ${where} for update`)
  return find(where)
}

/** Every installation of a community that was not removed. */
export const installationsOf = sharedRead((communityId: string) =>
  find(sql`i.community_id = ${communityId} and i.state <> 'removed' order by i.id`),
)

export async function installationOf(
  communityId: string,
  integrationId: string,
  { lock = false } = {},
): Promise<InstallationRow | undefined> {
  const which = sql`i.community_id = ${communityId} and i.integration_id = ${integrationId} and i.state <> 'removed'`
  return (await (lock ? findLocked(which) : find(which)))[0]
}

export const installationById = async (communityId: string, id: string): Promise<InstallationRow | undefined> =>
  (await find(sql`i.community_id = ${communityId} and i.id = ${id}`))[0]

/** The same, kept from others until the transaction ends. */
export const lockInstallation = async (communityId: string, id: string): Promise<InstallationRow | undefined> =>
  (await findLocked(sql`i.community_id = ${communityId} and i.id = ${id}`))[0]

/** By the unguessable part of the address where the service posts. */
export const installationByKey = async (inboundKey: string): Promise<InstallationRow | undefined> =>
  (await find(sql`i.inbound_key = ${inboundKey} and i.state = 'enabled'`))[0]

export interface NewInstallation {
  id: string
  communityId: string
  integrationId: string
  name: string
  settings: Record<string, unknown>
  credentials: Buffer | null
  inboundKey: string
  connection: 'none' | 'pending'
  enabledBy: string
}

/** The id is drawn first: what is sealed is sealed for its row. */
export const nextId = async (): Promise<string> => (await one<{ id: string }>(sql`select nextval('ids') as id`)).id

/** The installation with its bot; nothing where the community has one of this integration already. */
export const insertInstallation = (made: NewInstallation): Promise<{ id: string } | undefined> =>
  maybe<{ id: string }>(sql`
    with bot as (
      insert into members (community_id, kind, name) values (${made.communityId}, 'bot', ${made.name}) returning id
    )
    insert into installations (community_id, id, integration_id, bot_id, settings, credentials, inbound_key, connection, enabled_by)
    select ${made.communityId}, ${made.id}, ${made.integrationId}, bot.id, ${JSON.stringify(made.settings)}::jsonb, ${made.credentials},
      ${made.inboundKey}, ${made.connection}, ${made.enabledBy} from bot
    on conflict do nothing returning id`)

/** What was filled in before the sign-in, filled in again. */
export const fillInAnew = (
  made: Pick<NewInstallation, 'id' | 'communityId' | 'settings' | 'credentials' | 'enabledBy'>,
): Promise<number> =>
  run(sql`
    update installations set settings = ${JSON.stringify(made.settings)}::jsonb, credentials = ${made.credentials}, problem = null,
      enabled_by = ${made.enabledBy}, enabled_at = now(), changed_at = now()
    where community_id = ${made.communityId} and id = ${made.id}`)

export interface NewGrant {
  communityId: string
  installationId: string
  permissions: readonly string[]
  everyone: boolean
  groupIds: readonly string[]
  grantedBy: string
  /** When what is new in it ends; what was granted before keeps the end it had. */
  endsAt?: Date | undefined
}

/** A grant is never edited: the new one takes the place of the one before. */
export async function replaceGrant(grant: NewGrant): Promise<void> {
  const before = await maybe<{ id: string; everyone: boolean; ends_at: Date | null }>(sql`
    update grants set superseded_at = now()
    where community_id = ${grant.communityId} and installation_id = ${grant.installationId} and superseded_at is null
    returning id, everyone, ends_at`)
  const endsAt = grant.endsAt ?? null
  const whole = grant.everyone ? (before?.everyone ? before.ends_at : endsAt) : null
  await run(sql`
    with made as (
      insert into grants (community_id, installation_id, permissions, everyone, granted_by, ends_at)
      values (${grant.communityId}, ${grant.installationId}, ${grant.permissions}::text[], ${grant.everyone}, ${grant.grantedBy}, ${whole}) returning id
    )
    insert into grant_groups (community_id, grant_id, group_id, ends_at)
    select ${grant.communityId}, made.id, g.id, case when p.group_id is null then ${endsAt}::timestamptz else p.ends_at end
    from made cross join groups g
    left join grant_groups p on p.community_id = g.community_id and p.grant_id = ${before?.id ?? '0'} and p.group_id = g.id
    where g.community_id = ${grant.communityId} and g.id = any(${grant.groupIds}::bigint[])`)
  if (!grant.everyone) await forgetRemovals(grant)
}

/** Whoever chooses a group by name again puts it back where its admin had taken the integration out. */
const forgetRemovals = ({ communityId, installationId, groupIds }: NewGrant): Promise<number> =>
  run(sql`
    delete from group_removals
    where community_id = ${communityId} and installation_id = ${installationId} and group_id = any(${groupIds}::bigint[])`)

/** Which of these groups this person sees. */
export const groupsSeen = (
  { communityId, memberId }: Pick<Person, 'communityId' | 'memberId'>,
  ids: readonly string[],
): Promise<GroupRef[]> =>
  rows<GroupRef>(sql`
    select g.id, g.name, g.cover from groups g
    where ${visible({ kind: 'person', communityId, memberId }, 'group.see', sql`g`)} and g.id = any(${ids}::bigint[])
    order by lower(unaccent(g.name)), g.id`)

export const setState = (
  communityId: string,
  id: string,
  state: InstallationRow['state'],
  reason: string | null,
): Promise<number> =>
  run(sql`
    update installations set state = ${state}, reason = ${reason}, changed_at = now() where community_id = ${communityId} and id = ${id}`)

export const setConnection = (
  communityId: string,
  id: string,
  connection: InstallationRow['connection'],
  problem: string | null,
): Promise<number> =>
  run(sql`
    update installations set connection = ${connection}, problem = ${problem}, changed_at = now() where community_id = ${communityId} and id = ${id}`)

export const setSettings = (
  communityId: string,
  id: string,
  settings: Record<string, unknown>,
  credentials: Buffer | null,
): Promise<number> =>
  run(sql`
    update installations set settings = ${JSON.stringify(settings)}::jsonb, credentials = ${credentials}, changed_at = now()
    where community_id = ${communityId} and id = ${id}`)

/** The bot's seat follows its installation. */
export const setBotActive = (communityId: string, botId: string, active: boolean): Promise<number> =>
  run(sql`update members set active = ${active} where community_id = ${communityId} and id = ${botId}`)

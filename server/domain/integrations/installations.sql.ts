import type { GroupRef } from '../../../contract/api/integrations.ts'
import { maybe, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { sharedRead } from '../../platform/shared-read.ts'
import type { Person } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { dropEndsWithout, type End, endsIn } from './ends.sql.ts'

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
  /** The grant that holds, which is never edited. */
  grant_id: string
  granted_by: string
  granted_at: Date
  permissions: string[]
  everyone: boolean
  /** Those that were chosen; where it is for all groups for a time, those it goes on in afterwards. */
  group_ids: string[]
  /** What ends by itself, and when. */
  ends: End[]
  /** How often it was switched on or off, or left a group and came back: a part of its revision. */
  moves: number
  groups_configure: boolean
  /** Who answers for it, where somebody was named. */
  owner_role: string | null
  owner_group_id: string | null
}

const columns = sql`i.id, i.community_id, i.integration_id, i.bot_id, i.state, i.reason, i.settings, i.credentials, i.inbound_key, i.connection, i.problem,
  i.enabled_by, i.enabled_at, i.changed_at, r.id as grant_id, r.granted_by, r.granted_at, r.permissions, r.everyone,
  coalesce((select array_agg(x.group_id::text order by x.group_id) from grant_groups x where x.community_id = r.community_id and x.grant_id = r.id), '{}') as group_ids,
  ${endsIn(sql`i`, sql`r`)} as ends, i.moves, i.groups_configure, i.owner_role, i.owner_group_id`
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

/** Those of these integrations that are installed, by integration. */
export async function installationsFor(
  communityId: string,
  integrationIds: readonly string[],
): Promise<Map<string, InstallationRow>> {
  const its = sql`i.community_id = ${communityId} and i.integration_id = any(${integrationIds}::text[]) and i.state <> 'removed'`
  return new Map((await find(its)).map(row => [row.integration_id, row]))
}

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

/** By the unguessable part of the address where the service posts, though it may be off. */
export const installationByKey = async (inboundKey: string): Promise<InstallationRow | undefined> =>
  (await find(sql`i.inbound_key = ${inboundKey} and i.state <> 'removed'`))[0]

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
}

/** A grant is never edited: the new one takes the place of the one before. What it still grants keeps the end it had. */
export async function replaceGrant(grant: NewGrant): Promise<void> {
  await run(sql`
    update grants set superseded_at = now()
    where community_id = ${grant.communityId} and installation_id = ${grant.installationId} and superseded_at is null`)
  await run(sql`
    with made as (
      insert into grants (community_id, installation_id, permissions, everyone, granted_by)
      values (${grant.communityId}, ${grant.installationId}, ${grant.permissions}::text[], ${grant.everyone}, ${grant.grantedBy}) returning id
    )
    insert into grant_groups (community_id, grant_id, group_id)
    select ${grant.communityId}, made.id, g.id from made cross join groups g
    where g.community_id = ${grant.communityId} and g.id = any(${grant.groupIds}::bigint[])`)
  if (!grant.everyone) await forgetRemovals(grant)
  await dropEndsWithout(grant)
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
    update installations set state = ${state}, reason = ${reason}, moves = moves + 1, changed_at = now()
    where community_id = ${communityId} and id = ${id}`)

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

import { useDays } from '../../../contract/api/oversight.ts'
import { rows, sql } from '../../platform/db.ts'
import { hears } from '../integrations/end-disuse.ts'
import { type End, endsIn } from '../integrations/ends.sql.ts'
import { revisionOf } from '../integrations/revision.ts'

/** How an integration stands: what a change is made of, and what it is taken back to. */
export interface StandingRow {
  id: string
  integration_id: string
  bot_id: string
  state: 'enabled' | 'disabled'
  moves: number
  reason: string | null
  connection: string
  grant_id: string
  permissions: string[]
  everyone: boolean
  group_ids: string[]
  /** Groups whose admins took it out. */
  removed: string[]
  ends: End[]
  /** Of the permissions it holds, those that it used lately, or that a webhook needs. */
  used: string[]
}

/** These integrations of the community, by their key; with `lock` kept from others, in one order, until the transaction ends. */
export async function standingsOf(
  communityId: string,
  keys: readonly string[],
  { lock = false } = {},
): Promise<Map<string, StandingRow & { revision: string }>> {
  // First of all: who waited for a lock reads after it what the other one left.
  if (lock)
    await rows(sql`
      select id from installations i
      where i.community_id = ${communityId} and i.integration_id = any(${keys}::text[]) and i.state <> 'removed' order by i.id for update`)
  const found = await rows<StandingRow & { listens: boolean }>(sql`
    select i.id, i.integration_id, i.bot_id, i.state, i.moves, i.reason, i.connection, r.id as grant_id, r.permissions, r.everyone,
      coalesce((select array_agg(x.group_id::text order by x.group_id) from grant_groups x where x.community_id = r.community_id and x.grant_id = r.id), '{}') as group_ids,
      coalesce((select array_agg(x.group_id::text order by x.group_id) from group_removals x where x.community_id = i.community_id and x.installation_id = i.id), '{}') as removed,
      ${endsIn(sql`i`, sql`r`)} as ends,
      coalesce((select array_agg(x.permission) from permission_uses x where x.community_id = i.community_id and x.installation_id = i.id
        and x.used_at > now() - make_interval(days => ${useDays})), '{}') as used,
      exists (select from webhook_subscriptions x where x.community_id = i.community_id and x.installation_id = i.id and x.state = 'active') as listens
    from installations i
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    where i.community_id = ${communityId} and i.integration_id = any(${keys}::text[]) and i.state <> 'removed'
    order by i.id`)
  return new Map(
    found.map(({ listens, ...row }) => [
      row.integration_id,
      {
        ...row,
        used: row.permissions.filter(id => row.used.includes(id) || (listens && hears.has(id))),
        revision: revisionOf(row),
      },
    ]),
  )
}

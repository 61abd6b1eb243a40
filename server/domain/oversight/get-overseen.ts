import type { MemberRef } from '../../../contract/api/basics.ts'
import type { Granted } from '../../../contract/api/integrations.ts'
import { type OverseenDetail, type PermissionUse, useDays } from '../../../contract/api/oversight.ts'
import { one, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { hears } from '../integrations/end-disuse.ts'
import { type EndKey, endOf, everyone, whole } from '../integrations/ends.sql.ts'
import { groupsSeen } from '../integrations/installations.sql.ts'
import { listingOf } from '../integrations/listings.ts'
import { flushUses } from '../integrations/note-use.ts'
import { presentPermissions } from '../integrations/present-permissions.ts'
import { presentOverseen } from './list-overseen.ts'
import { overseenFacts } from './overseen-facts.sql.ts'
import { standingsOf } from './standing.sql.ts'
import { changesOf } from './undo-change.ts'

/** One integration to look into: each permission with how often it was used, its groups, what ends when, and what was changed last. */
export async function getOverseen(actor: Person, integrationId: string): Promise<OverseenDetail> {
  demandInCommunity(actor, 'integrations.manage')
  await flushUses()
  const listing = await listingOf(actor.communityId, integrationId)
  const row = (await standingsOf(actor.communityId, [integrationId])).get(integrationId)
  if (!row) throw new Refusal('not_enabled')
  const facts = (await overseenFacts(actor, [row.id])).get(row.id)
  if (!facts) throw new Refusal('not_found')
  // After the row, so that a permission which the row counts as used is not said to be unused here.
  const [uses, groups, changes, granted] = await Promise.all([
    usesOf(actor.communityId, row.id),
    groupsSeen(actor, row.group_ids),
    changesOf(actor.communityId, row.id, row.revision),
    grantOf(actor.communityId, row.grant_id),
  ])
  const ends = (key: EndKey): string | null => endOf(row.ends, key)?.toISOString() ?? null
  const permissions = presentPermissions(listing, actor.language, row.permissions).map(
    ({ id, sentence, kind, risk, required, granted }): PermissionUse => ({
      ...{ id, sentence, kind, risk, required, granted },
      uses: uses.get(id)?.uses ?? 0,
      lastUsedAt: uses.get(id)?.used_at?.toISOString() ?? null,
      listens: facts.listens && granted && hears.has(id),
      endsAt: ends({ kind: 'permission', id }),
    }),
  )
  const hiddenGroups = row.group_ids.length - groups.length
  return {
    row: presentOverseen(actor, listing, facts),
    granted,
    permissions,
    everyone: row.everyone,
    groups: groups.map(group => ({ ...group, endsAt: ends({ kind: 'group', id: group.id }) })),
    hiddenGroups,
    endsAt: ends(whole),
    everyoneEndsAt: ends(everyone),
    changes,
  }
}

const grantOf = async (communityId: string, grantId: string): Promise<Granted> => {
  const { by, at } = await one<{ by: MemberRef; at: Date }>(sql`
    select ${memberRef(sql`m`)} as by, r.granted_at as at
    from grants r join members m on m.community_id = r.community_id and m.id = r.granted_by
    where r.community_id = ${communityId} and r.id = ${grantId}`)
  return { by, at: at.toISOString() }
}

interface Uses {
  permission: string
  uses: number
  used_at: Date | null
}

async function usesOf(communityId: string, installationId: string): Promise<Map<string, Uses>> {
  const its = sql`x.community_id = ${communityId} and x.installation_id = ${installationId}`
  const found = await rows<Uses>(sql`
    select permission, coalesce(d.uses, 0)::int as uses, u.used_at
    from (select x.permission, x.used_at from permission_uses x where ${its}) as u
    full join (
      select x.permission, sum(x.uses) as uses from permission_days x
      where ${its} and x.day > (now() - make_interval(days => ${useDays}))::date group by x.permission) as d using (permission)`)
  return new Map(found.map(row => [row.permission, row]))
}

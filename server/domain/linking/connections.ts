import type { MemberRef } from '../../../contract/api/basics.ts'
import type { ConnectionRow } from '../../../contract/api/connections.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { maybe, none, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { troubleInWords } from '../integrations/trouble-in-words.ts'

interface Row {
  id: string
  own: boolean
  label: string
  state: 'working' | 'broken'
  problem: string | null
  linked_at: Date
  refreshed_at: Date | null
  expires_at: Date | null
  away: boolean
  member: MemberRef
}

/** Who is connected and how it goes, for administrators: the installation's own account first, then members' in the order they came. */
export async function listConnections(
  actor: Person,
  integrationId: string,
  query: { after?: string | undefined; limit?: number | undefined },
) {
  demandInCommunity(actor, 'integrations.manage')
  const row = await installationOf(actor.communityId, integrationId)
  if (!row) throw new Refusal('not_enabled')
  const limit = query.limit ?? 25
  const after = readIdCursor(query.after)
  const found = await rows<Row>(sql`
    select a.id, a.member_id = ${row.bot_id} as own, a.label, a.state, a.problem, a.linked_at, a.refreshed_at, a.expires_at, not m.active as away,
      ${memberRef(sql`m`)} as member
    from linked_accounts a join members m on m.community_id = a.community_id and m.id = a.member_id
    where a.community_id = ${actor.communityId} and a.installation_id = ${row.id}
      ${after ? sql`and a.id > ${after}::bigint and a.member_id <> ${row.bot_id}` : none}
    order by a.member_id <> ${row.bot_id}, a.id limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = found.length > limit && last ? writeCursor(last.own ? '0' : last.id) : null
  const [refused, catchUp] = await Promise.all([refusedLately(actor.communityId, row.id), catchUpOf(actor, row.id)])
  return { items: page.map(present), next, refused, catchUp }
}

/** What the account is called at the service is its owner's matter; of the installation's own, the administrators'. */
const present = (row: Row): ConnectionRow => ({
  id: row.id,
  member: row.own ? null : row.member,
  label: row.own ? row.label : null,
  state: row.state,
  away: row.away && !row.own,
  problem: row.problem,
  linkedAt: row.linked_at.toISOString(),
  refreshedAt: row.refreshed_at?.toISOString() ?? null,
  expiresAt: row.expires_at?.toISOString() ?? null,
})

async function refusedLately(communityId: string, installationId: string) {
  const found = await rows<{ reason: 'proof' | 'too_large' | 'stray'; count: number; last_at: Date }>(sql`
    select reason, sum(refused)::int as count, max(last_at) as last_at from hook_refusals
    where community_id = ${communityId} and installation_id = ${installationId} and last_at > now() - interval '24 hours'
    group by reason order by reason`)
  return found.map(({ last_at, ...one }) => ({ ...one, lastAt: last_at.toISOString() }))
}

async function catchUpOf({ communityId, language }: Person, installationId: string) {
  // Of several who read, the one that is furthest behind.
  const found = await maybe<{ caught_at: Date | null; problem: string | null; next_at: Date }>(sql`
    select caught_at, problem, next_at from catch_ups where community_id = ${communityId} and installation_id = ${installationId}
    order by problem is null, caught_at nulls first limit 1`)
  return found
    ? {
        caughtAt: found.caught_at?.toISOString() ?? null,
        problem: troubleInWords(found.problem, language),
        nextAt: found.next_at.toISOString(),
      }
    : null
}

import { none, type Sql, sql } from '../../platform/db.ts'
import type { BotInSql } from './actor.ts'
import { holds, reaches } from './reaches.ts'

/** A person given by SQL is one of a statement that asks for many. */
interface Viewer {
  readonly kind: 'person'
  readonly communityId: string | Sql
  readonly memberId: string | Sql
}

/**
 * The rules `group.see` and `group.read` as SQL, for lists. `g` is the alias of the row of `groups` it speaks of, written as in
 * sql`g`. Proven equal to `may` in access.test.ts.
 */
export function visible(actor: Viewer | BotInSql, action: 'group.see' | 'group.read', g: Sql): Sql {
  return actor.kind === 'person' ? visibleToPerson(actor, action, g) : visibleToBot(actor, action, g)
}

function visibleToPerson(actor: Viewer, action: 'group.see' | 'group.read', g: Sql): Sql {
  const belongs = sql`exists (select from memberships vm
    where vm.community_id = ${g}.community_id and vm.group_id = ${g}.id and vm.member_id = ${actor.memberId})`
  const seated = sql`exists (select from members vp
    where vp.community_id = ${g}.community_id and vp.id = ${actor.memberId} and vp.active)`
  const own = sql`${g}.community_id = ${actor.communityId} and ${seated}`
  if (action === 'group.read') return sql`(${own} and (${g}.privacy = 'open' or ${belongs}))`
  return sql`(${own} and (${g}.privacy <> 'secret' or ${belongs} or exists (select from membership_offers vo
    where vo.community_id = ${g}.community_id and vo.group_id = ${g}.id and vo.member_id = ${actor.memberId} and vo.kind = 'invited')))`
}

function visibleToBot(actor: BotInSql, action: 'group.see' | 'group.read', g: Sql): Sql {
  const { installation: vi, grant: vr } = actor.atHand ?? { installation: sql`vi`, grant: sql`vr` }
  const permitted = action === 'group.read' ? sql`and ${holds(vr, sql`'read_content'`)}` : none
  const reached = sql`${reaches(vi, vr, sql`${g}.id`)} ${permitted}`
  if (actor.atHand) return sql`(${g}.community_id = ${actor.communityId} and ${reached})`
  return sql`(${g}.community_id = ${actor.communityId} and exists (
    select from installations vi
    join grants vr on vr.community_id = vi.community_id and vr.installation_id = vi.id
    where vi.community_id = ${actor.communityId} and vi.id = ${actor.installationId} and ${reached}))`
}

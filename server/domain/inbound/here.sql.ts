/** What is known of integrations in one group, read together: there may be many, and one list asks for them all. */
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { NoticeRoute } from '../../../contract/api/group-integrations.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { may } from '../access/may.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { mutedIn } from '../integrations/mute-in-group.ts'

export interface Here {
  /** By installation, or by the member who enabled it. */
  readonly routes: ReadonlyMap<string, NoticeRoute>
  readonly enablers: ReadonlyMap<string, MemberRef>
  readonly last: ReadonlyMap<string, Date>
  readonly muted: ReadonlySet<string>
  readonly leads: boolean
  readonly mayRoute: boolean
}

export async function readHere(
  actor: Person,
  groupId: string,
  installations: readonly InstallationRow[],
): Promise<Here> {
  const { communityId } = actor
  const ids = installations.map(row => row.id)
  const [routes, enablers, last, muted, leads, mayRoute] = await Promise.all([
    routesOf(communityId, groupId, ids),
    membersOf(
      communityId,
      installations.map(row => row.enabled_by),
    ),
    lastActivities(communityId, groupId, ids),
    mutedIn(actor, groupId),
    may(actor, 'group.manage', groupId),
    may(actor, 'group.route', groupId),
  ])
  return { routes, enablers, last, muted, leads, mayRoute }
}

async function routesOf(communityId: string, groupId: string, ids: readonly string[]) {
  const found = await rows<NoticeRoute & { id: string }>(sql`
    select installation_id as id, events, filter, audience, gather, digest_hour as "digestHour" from notice_routes
    where community_id = ${communityId} and group_id = ${groupId} and installation_id = any(${ids}::bigint[])`)
  return new Map(found.map(({ id, ...route }) => [id, route]))
}

async function membersOf(communityId: string, ids: readonly string[]) {
  const found = await rows<MemberRef>(sql`
    select id, name, kind, picture, title from members where community_id = ${communityId} and id = any(${ids}::bigint[])`)
  return new Map(found.map(member => [member.id, member]))
}

/** The last each said or asked for here, or was told of here. */
async function lastActivities(communityId: string, groupId: string, ids: readonly string[]) {
  const its = sql`x.community_id = ${communityId} and x.group_id = ${groupId} and x.installation_id = any(${ids}::bigint[])`
  const found = await rows<{ id: string; at: Date }>(sql`
    select id, max(at) as at from (
      select x.installation_id as id, max(x.created_at) as at from posts x where ${its} group by 1
      union all
      select x.installation_id, max(x.created_at) from comments x where ${its} group by 1
      union all
      select x.installation_id, max(x.ended_at) from deliveries x where ${its} and x.outcome = 'delivered' group by 1
      union all
      select x.installation_id, x.used_at from group_uses x where ${its}
    ) as said group by id`)
  return new Map(found.map(row => [row.id, row.at]))
}

import { type Effect, useDays } from '../../../contract/api/oversight.ts'
import { one, rows, sql } from '../../platform/db.ts'

interface Reach {
  readonly everyone: boolean
  readonly groupIds: readonly string[]
}

/** One integration, as it reaches and holds before and after. */
export interface Affected {
  readonly id: string
  readonly before: Reach
  readonly after: Reach
  /** Groups whose admins took it out: being for all groups does not reach them. */
  readonly removed: readonly string[]
  readonly lost: readonly string[]
  readonly gained: readonly string[]
  readonly off: boolean
}

/** Counts once what several of them have in common: a group that two of them leave is one group. */
export async function countAffected(
  communityId: string,
  affected: readonly Affected[],
): Promise<Pick<Effect, 'stops' | 'starts'>> {
  const all = affected.some(one => one.before.everyone || one.after.everyone) ? await groupsOf(communityId) : []
  const [left, entered, lessIn, moreIn] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { before, after, removed, lost, gained } of affected) {
    const reach = ({ everyone, groupIds }: Reach): readonly string[] =>
      everyone ? [...(removed.length > 0 ? all.filter(id => !removed.includes(id)) : all), ...groupIds] : groupIds
    const [from, to] = [new Set(reach(before)), new Set(reach(after))]
    for (const id of from) if (!to.has(id)) left.add(id)
    for (const id of to) if (!from.has(id)) entered.add(id)
    if (lost.length > 0) for (const id of from) lessIn.add(id)
    if (gained.length > 0) for (const id of to) moreIn.add(id)
  }
  const [stopped, peopleLess, peopleMore] = await Promise.all([
    countStopped(communityId, affected, left),
    peopleIn(communityId, [...new Set([...left, ...lessIn])]),
    peopleIn(communityId, [...new Set([...entered, ...moreIn])]),
  ])
  const count = (list: 'lost' | 'gained'): number => affected.reduce((sum, one) => sum + one[list].length, 0)
  return {
    stops: { ...stopped, groups: left.size, people: peopleLess, permissions: count('lost') },
    starts: { groups: entered.size, people: peopleMore, permissions: count('gained') },
  }
}

const groupsOf = async (communityId: string): Promise<string[]> =>
  (await rows<{ id: string }>(sql`select id from groups where community_id = ${communityId}`)).map(row => row.id)

async function peopleIn(communityId: string, groupIds: readonly string[]): Promise<number> {
  if (groupIds.length === 0) return 0
  const { n } = await one<{ n: number }>(sql`
    select count(distinct s.member_id)::int as n from memberships s
    join members m on m.community_id = s.community_id and m.id = s.member_id and m.active and m.kind = 'person'
    where s.community_id = ${communityId} and s.group_id = any(${groupIds}::bigint[])`)
  return n
}

/** What hangs on what goes: uses of late, notices that come to groups, webhooks, accounts that members linked, tokens that work. */
const countStopped = (communityId: string, affected: readonly Affected[], left: ReadonlySet<string>) =>
  one<{ uses: number; notices: number; webhooks: number; accounts: number; tokens: number }>(sql`
    with a as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(affected.map(({ id, lost, off, after }) => ({ id, lost, off, everyone: after.everyone })))}::jsonb)
        as a(id bigint, lost text[], off boolean, everyone boolean)
    )
    select
      (select coalesce(sum(d.uses), 0)::int from a join permission_days d on d.community_id = ${communityId} and d.installation_id = a.id
        where d.permission = any(a.lost) and d.day > (now() - make_interval(days => ${useDays}))::date) as uses,
      (select count(*)::int from a join notice_routes n on n.community_id = ${communityId} and n.installation_id = a.id
        where a.off or 'post_notices' = any(a.lost) or (not a.everyone and n.group_id = any(${[...left]}::bigint[]))) as notices,
      (select count(*)::int from a join webhook_subscriptions w on w.community_id = ${communityId} and w.installation_id = a.id and w.state = 'active'
        where a.off) as webhooks,
      (select count(*)::int from a join installations i on i.community_id = ${communityId} and i.id = a.id
        join linked_accounts l on l.community_id = i.community_id and l.installation_id = i.id and l.member_id <> i.bot_id
        where a.off or 'act_for_members' = any(a.lost)) as accounts,
      (select count(*)::int from a join access_tokens t on t.community_id = ${communityId} and t.installation_id = a.id
        where a.off and t.revoked_at is null and (t.ends_at is null or t.ends_at > now())) as tokens`)

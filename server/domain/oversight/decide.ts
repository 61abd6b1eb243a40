/**
 * Decides by asking what enforces, and says what it hung on: the rule table with the facts that verbs read (access/rules.ts, facts.sql.ts), scope by the
 * parts it is made of (access/reaches.ts), whom an integration reaches (access/reached-members.ts). Nothing is decided here a second time.
 */
import type { PermissionId } from '../../../contract/permissions.ts'
import { maybe, sql } from '../../platform/db.ts'
import type { Actor, Bot, Person } from '../access/actor.ts'
import { groupFacts } from '../access/facts.sql.ts'
import { reachedMember } from '../access/reached-members.ts'
import { everywhere, heldNow, reachParts } from '../access/reaches.ts'
import type { GroupAction, GroupFacts } from '../access/rules.ts'
import { seenOfPeople } from '../access/seen-of-people.ts'
import { type FactName, whyInGroup } from '../access/why.ts'
import { type EndKey, everyone, whole } from '../integrations/ends.sql.ts'
import { reachesGroup } from '../previews/reach.sql.ts'

/** One thing that it hangs on: the rule, and the sentence `explain.<key>`. */
export interface Reason {
  readonly rule: string
  readonly key: string
  readonly met: boolean
  readonly permissions?: readonly string[]
  /** What of the integration it stands on, and what else would do: it ends by itself when the last of these does, each with the first that it names. */
  readonly until?: readonly (readonly EndKey[])[]
}

export interface Decision {
  readonly allowed: boolean
  readonly because: readonly Reason[]
}

/** In a group, by the one rule table. */
export async function decideInGroup(actor: Actor, action: GroupAction, groupId: string): Promise<Decision> {
  const facts = (await groupFacts(actor, [groupId])).get(groupId)
  if (!facts) return { allowed: false, because: [{ rule: action, key: 'seat.no', met: false }] }
  const why = whyInGroup(action, facts)
  const { allowed } = why
  if (why.because.length === 0)
    return { allowed, because: [{ rule: action, key: allowed ? 'always' : 'never', met: allowed }] }
  const because = why.because.flatMap((name): Reason | Promise<Reason> =>
    name === 'inScope' && actor.kind === 'bot'
      ? scopeOf(actor, groupId)
      : { rule: action, met: allowed, ...said(name, facts, why.permissions) },
  )
  return { allowed, because: await Promise.all(because) }
}

function said(
  name: FactName,
  facts: GroupFacts,
  permissions: readonly string[],
): Pick<Reason, 'key' | 'permissions' | 'until'> {
  if (name === 'permissions') {
    const held = permissions.filter(id => facts.permissions.includes(id))
    return held.length > 0
      ? { key: 'permissions.held', permissions: held, until: held.map(id => [permissionKey(id)]) }
      : { key: 'permissions.missing', permissions }
  }
  const value = facts[name]
  const word = value === null ? 'none' : value === true ? 'yes' : value === false ? 'no' : String(value)
  return { key: `${name}.${word}` }
}

/** Which of the parts of scope decides: the first that is not so, or how the group is reached. */
export async function scopeOf(bot: Pick<Bot, 'communityId' | 'installationId'>, groupId: string): Promise<Reason> {
  const parts = reachParts(sql`i`, sql`r`, sql`${groupId}::bigint`)
  const row = await maybe<Record<keyof typeof parts, boolean>>(sql`
    select ${parts.enabled} as enabled, ${parts.connected} as connected, ${parts.ended} as ended, ${parts.everywhere} as everywhere, ${parts.removed} as removed, ${parts.chosen} as chosen
    from installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    where i.community_id = ${bot.communityId} and i.id = ${bot.installationId}`)
  const reason = (word: string, met: boolean, until: Reason['until'] = []): Reason => ({
    rule: 'reaches',
    key: `scope.${word}`,
    met,
    until,
  })
  if (!row?.enabled) return reason('disabled', false)
  if (!row.connected) return reason('pending', false)
  if (row.ended) return reason('ended', false)
  const everywhere = row.everywhere && !row.removed ? [[whole, everyone]] : []
  if (row.chosen) return reason('chosen', true, [[whole, { kind: 'group', id: groupId }], ...everywhere])
  if (row.everywhere && !row.removed) return reason('everyone', true, everywhere)
  return reason(row.everywhere ? 'removed' : 'not_chosen', false)
}

/** Through an integration, in a group: it must reach the group with this permission, and the person must be allowed there what it comes down to. */
export async function decideThrough(
  bot: Bot,
  person: Person,
  action: GroupAction,
  permission: PermissionId,
  groupId: string,
): Promise<Decision> {
  const [reaches, own, scope, held] = await Promise.all([
    reachesGroup(bot.communityId, bot.installationId, groupId, permission),
    decideInGroup(person, action, groupId),
    scopeOf(bot, groupId),
    holds(bot, [permission]),
  ])
  const grant: Reason = {
    rule: 'reaches',
    key: `permissions.${held ? 'held' : 'missing'}`,
    met: held,
    permissions: [permission],
    ...(held && { until: [[permissionKey(permission)]] }),
  }
  const allowed = reaches && own.allowed
  const all = [...own.because, scope, grant]
  return { allowed, because: all.filter(one => one.met === allowed) }
}

/** Something about a person: the integration reaches them by everyone or by a group they belong to, and holds what it takes. */
export async function decideAbout(
  bot: Bot,
  memberId: string,
  what: 'see' | keyof typeof seenOfPeople,
): Promise<Decision> {
  const needed = what === 'see' ? [] : seenOfPeople[what]
  const [reached, has] = await Promise.all([reachOf(bot, memberId), heldOf(bot, needed)])
  const held = needed.length === 0 || has.length > 0
  const allowed = reached !== undefined && held
  const all: Reason[] = [
    {
      rule: 'reached_members',
      key: `reached.${reached ? (reached.everyone ? 'everyone' : 'group') : 'no'}`,
      met: reached !== undefined,
      ...(reached && { until: reached.until }),
    },
    ...(needed.length > 0
      ? [
          {
            rule: 'seen_of_people',
            key: `permissions.${held ? 'held' : 'missing'}`,
            met: held,
            permissions: held ? has : needed,
            until: has.map(id => [permissionKey(id)]),
          },
        ]
      : []),
  ]
  return { allowed, because: all.filter(one => one.met === allowed) }
}

/** How it reaches somebody: by being for all groups, or by groups of theirs; it ends with the last of what would do. */
async function reachOf(
  bot: Bot,
  memberId: string,
): Promise<{ everyone: boolean; until: NonNullable<Reason['until']> } | undefined> {
  const parts = reachParts(sql`i`, sql`r`, sql`s.group_id`)
  const row = await maybe<{ everyone: boolean; chosen: string[] }>(sql`
    select ${everywhere(sql`r`)} as everyone, coalesce(array_agg(s.group_id::text order by s.group_id) filter (where ${parts.chosen}), '{}') as chosen
    from members m
    join installations i on i.community_id = m.community_id and i.id = ${bot.installationId}
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    left join memberships s on s.community_id = m.community_id and s.member_id = m.id
    where m.id = ${memberId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)} group by i.community_id, i.id, r.community_id, r.id`)
  if (!row) return undefined
  const groups = row.chosen.map((id): EndKey[] => [whole, { kind: 'group', id }])
  return { everyone: row.everyone, until: [...(row.everyone ? [[whole, everyone]] : []), ...groups] }
}

const permissionKey = (id: string): EndKey => ({ kind: 'permission', id })

const holds = async (bot: Bot, any: readonly string[]): Promise<boolean> => (await heldOf(bot, any)).length > 0

/** Which of these permissions it holds now. */
async function heldOf(bot: Bot, any: readonly string[]): Promise<string[]> {
  const found = await maybe<{ held: string[] }>(sql`
    select ${heldNow(sql`r`)} as held from grants r
    where r.community_id = ${bot.communityId} and r.installation_id = ${bot.installationId} and r.superseded_at is null`)
  return any.filter(id => found?.held.includes(id))
}

/** Skills of people: words that several share. Programs add and take away; people see them where programs show them. */
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { reachedMember } from '../access/reached-members.ts'
import { record } from '../audit/record.ts'
import { type Profile, profileColumns } from '../community/profiles.sql.ts'

export interface Skill {
  id: string
  name: string
}

const longest = 100

/** Adds the skill by its name, made where nobody has it yet. */
export async function addSkill(bot: Bot, memberId: string, name: string): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_profiles'])
  const word = name.trim()
  if (!word) throw new Refusal('bad_input', { field: 'name', problem: 'missing' })
  if (word.length > longest) throw new Refusal('bad_input', { field: 'name', problem: 'too_long', limit: longest })
  return transaction(async () => {
    await demandReached(bot, memberId)
    const skill = await one<Skill>(sql`
      insert into skills (community_id, name) values (${bot.communityId}, ${word})
      on conflict (community_id, lower(name)) do update set name = skills.name returning id, name`)
    const added = await run(sql`
      insert into member_skills (community_id, skill_id, member_id) values (${bot.communityId}, ${skill.id}, ${memberId}) on conflict do nothing`)
    if (added > 0) await record({ ...audited(bot, 'person.skill_added', memberId), after: { skill: skill.name } })
    return { id: skill.id }
  })
}

export async function removeSkill(bot: Bot, memberId: string, name: string): Promise<void> {
  await demandGranted(bot, ['manage_profiles'])
  await transaction(async () => {
    await demandReached(bot, memberId)
    const gone = await run(sql`
      delete from member_skills ms using skills s
      where ms.community_id = ${bot.communityId} and ms.member_id = ${memberId} and s.community_id = ms.community_id and s.id = ms.skill_id
        and lower(s.name) = lower(${name.trim()})`)
    if (gone === 0) throw new Refusal('bad_input', { field: 'name', problem: 'not_offered' })
    await record({ ...audited(bot, 'person.skill_removed', memberId), before: { skill: name.trim() } })
  })
}

const held = (bot: Bot) => sql`s.community_id = ${bot.communityId} and exists (
  select from member_skills ms join members m on m.community_id = ms.community_id and m.id = ms.member_id and m.active
  where ms.community_id = s.community_id and ms.skill_id = s.id and ${reachedMember(bot, sql`m`)})`

/** Skills that somebody has whom the bot reaches. */
export const skillPages = async (bot: Bot, window: Window): Promise<Cut<Skill>> =>
  cut(
    await rows<Skill>(sql`select s.id, s.name from skills s where ${held(bot)} ${windowed(sql`s.id`, window)}`),
    window,
  )

export const skillsById = (bot: Bot, ids: readonly string[]): Promise<Skill[]> =>
  rows<Skill>(sql`select s.id, s.name from skills s where ${held(bot)} and s.id = any(${ids}::bigint[])`)

export async function skillsOfMembers(bot: Bot, members: readonly string[], window: Window) {
  const found = await rows<Skill & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select s.id, s.name from member_skills ms
      join skills s on s.community_id = ms.community_id and s.id = ms.skill_id
      join members m on m.community_id = ms.community_id and m.id = ms.member_id
      where ms.community_id = ${bot.communityId} and ms.member_id = parents.id and ${reachedMember(bot, sql`m`)} ${windowed(sql`s.id`, window)}) as q`)
  return cutEach(found, members, window)
}

/** Who has each of these skills. */
export async function membersWithSkills(bot: Bot, skills: readonly string[], window: Window) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(skills)} cross join lateral (
      select ${profileColumns} from member_skills ms
      join members m on m.community_id = ms.community_id and m.id = ms.member_id and m.active
      where ms.community_id = ${bot.communityId} and ms.skill_id = parents.id and ${reachedMember(bot, sql`m`)} ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, skills, window)
}

async function demandReached(bot: Bot, memberId: string): Promise<void> {
  const found = await maybe(sql`
    select m.id from members m
    where m.community_id = ${bot.communityId} and m.id = ${memberId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)}`)
  if (!found) throw new Refusal('not_found')
}

const audited = (bot: Bot, action: string, memberId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'person',
  subjectId: memberId,
})

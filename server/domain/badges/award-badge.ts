import type { Language } from '../../../contract/api/basics.ts'
import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { reachedMember } from '../access/reached-members.ts'
import { record } from '../audit/record.ts'
import { notify } from '../notifications/notify.ts'
import { inStock } from './badges.ts'

const custom = /^workplace_custom#(\d{1,18})$/

/** Gives somebody a badge, and tells them; whoever has it has it. */
export async function awardBadge(bot: Bot, memberId: string, word: string): Promise<void> {
  await demandGranted(bot, ['manage_badges'])
  await transaction(async () => {
    const person = await maybe<{ language: Language | null }>(sql`
      select m.language from members m
      where m.community_id = ${bot.communityId} and m.id = ${memberId} and m.kind = 'person' and m.active and ${reachedMember(bot, sql`m`)}`)
    if (!person) throw new Refusal('not_found')
    const name = await nameOf(bot, word, person.language ?? bot.language)
    const given = await run(sql`
      insert into awards (community_id, member_id, badge, awarded_by) values (${bot.communityId}, ${memberId}, ${word}, ${bot.memberId}) on conflict do nothing`)
    if (given === 0) return
    await record({
      communityId: bot.communityId,
      actorId: bot.memberId,
      action: 'person.badge_awarded',
      subject: 'person',
      subjectId: memberId,
      after: { badge: word },
    })
    await notify(bot, { kind: 'badge_awarded', memberIds: [memberId], values: { badge: name, memberId } })
  })
}

async function nameOf(bot: Bot, word: string, language: Language): Promise<string> {
  const standard = inStock(language).find(one => one.badge === word)
  if (standard) return standard.name
  const id = custom.exec(word)?.[1]
  const own =
    id &&
    (await maybe<{ name: string }>(sql`
      select name from badges where community_id = ${bot.communityId} and id = ${id} and deleted_at is null`))
  if (!own) throw new Refusal('bad_input', { field: 'badge', problem: 'not_offered' })
  return own.name
}

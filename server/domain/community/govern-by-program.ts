/** System administrators named and released by a program that manages accounts of the whole company. The last one stays (threats.md A29). */
import { maybe, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { announceSeat } from './give-seat.ts'
import { lockOwners, setRole } from './people.sql.ts'

export async function setAdministrator(bot: Bot, memberId: string, administrator: boolean): Promise<void> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  await transaction(async () => {
    const owners = await lockOwners(bot.communityId)
    const person = await maybe<{ role: string; account_id: string | null }>(sql`
      select role, account_id from members
      where community_id = ${bot.communityId} and id = ${memberId} and kind = 'person' and active for update`)
    if (!person) throw new Refusal('not_found')
    const already = person.role === 'system_administrator'
    if (already === administrator) return
    if (already && owners.length === 1 && owners[0]?.id === memberId) throw new Refusal('last_owner')
    const role = administrator ? 'system_administrator' : 'member'
    await setRole(bot.communityId, memberId, role)
    if (person.account_id) await endSessions(person.account_id)
    await announceSeat(bot, memberId, { active: true, role })
    await record({
      communityId: bot.communityId,
      actorId: bot.memberId,
      action: 'person.role_changed',
      subject: 'person',
      subjectId: memberId,
      before: { role: person.role },
      after: { role },
    })
  })
}

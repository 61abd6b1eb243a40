/** Accounts kept by programs: made, changed, given and taken their seat. Rights of administration are given by people only. */
import type { PermissionId } from '../../../contract/permissions.ts'
import { one, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import type { AccountForm } from './account-form.ts'
import { insertSeat, writeAccount } from './accounts.sql.ts'
import { giveSeat } from './give-seat.ts'
import { inviteAccount } from './invite-account.ts'

/** A seat for somebody who has yet to claim it. Without an e-mail address an employee's number is needed. */
export async function provisionAccount(
  bot: Bot,
  form: AccountForm,
  needs: readonly PermissionId[] = ['provision_accounts'],
): Promise<{ id: string }> {
  await demandGranted(bot, needs, { whole: true })
  const name = form.name?.trim()
  if (!name) throw new Refusal('bad_input', { field: 'name', problem: 'missing' })
  if (!form.email && !form.externalId) throw new Refusal('bad_input', { field: 'email', problem: 'missing' })
  return transaction(async () => {
    const made = await insertSeat(bot, name, form.email?.trim() || null)
    if (!made) throw new Refusal('email_taken')
    await writeAccount(bot, made.id, { ...form, name: undefined, email: undefined })
    await announceMember(bot, made.id, 'created')
    if (form.active === false) await giveSeat(bot, { id: made.id, account_id: null, role: 'member' }, false)
    else if (form.invited || (await invitesAtOnce(bot)))
      await inviteAccount(bot, { id: made.id, name, email: form.email?.trim() || null })
    await record({ ...audited(bot, 'person.provisioned', made.id), after: { name, email: form.email ?? null } })
    return made
  })
}

/** As the administrator who made the program chose. */
async function invitesAtOnce(bot: Bot): Promise<boolean> {
  const { chosen } = await one<{ chosen: boolean }>(sql`
    select exists (select from installations i join apps a on a.id::text = i.integration_id
      where i.community_id = ${bot.communityId} and i.id = ${bot.installationId} and a.invites_at_once) as chosen`)
  return chosen
}

export const announceMember = (bot: Bot, memberId: string, verb: 'created' | 'changed'): Promise<void> =>
  announce({
    communityId: bot.communityId,
    topic: 'member',
    field: 'members',
    verb,
    subjectId: memberId,
    actorId: bot.memberId,
  })

export const audited = (bot: Bot, action: string, memberId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'person',
  subjectId: memberId,
})

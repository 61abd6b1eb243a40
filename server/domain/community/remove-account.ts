import type { PermissionId } from '../../../contract/permissions.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { lockAccount } from './accounts.sql.ts'
import { giveSeat } from './give-seat.ts'
import { audited } from './provision-account.ts'

/** Takes away an account that nobody ever claimed: it is in no group and no set any more, and not there for anybody. */
export async function removeAccount(
  bot: Bot,
  memberId: string,
  needs: readonly PermissionId[] = ['provision_accounts'],
): Promise<void> {
  await demandGranted(bot, needs, { whole: true })
  await transaction(async () => {
    const before = await lockAccount(bot, memberId)
    if (before.claimed_at || before.account_id || before.was_claimed) throw new Refusal('already_claimed')
    await giveSeat(bot, before, false)
    await clear(bot.communityId, memberId)
    await record({ ...audited(bot, 'person.removed', memberId), before: { name: before.name, email: before.email } })
  })
}

async function clear(communityId: string, memberId: string): Promise<void> {
  await run(sql`
    update members set email = null, external_id = null, directory = '{}', removed_at = now() where community_id = ${communityId} and id = ${memberId}`)
  await run(
    sql`update members set manager_id = null where community_id = ${communityId} and manager_id = ${memberId}::bigint`,
  )
  for (const table of [
    sql`memberships`,
    sql`former_memberships`,
    sql`membership_offers`,
    sql`people_set_members`,
    sql`member_skills`,
    sql`awards`,
  ])
    await run(sql`delete from ${table} where community_id = ${communityId} and member_id = ${memberId}`)
  await run(
    sql`update one_time_links set used_at = now(), sealed = null where community_id = ${communityId} and member_id = ${memberId} and used_at is null`,
  )
}

/** Signs somebody out everywhere. */
export async function signOutEverywhere(bot: Bot, memberId: string): Promise<void> {
  await demandGranted(bot, ['end_sessions', 'manage_accounts'])
  await transaction(async () => {
    const { account_id } = await lockAccount(bot, memberId)
    if (account_id) await endSessions(account_id)
    await record(audited(bot, 'person.signed_out', memberId))
  })
}

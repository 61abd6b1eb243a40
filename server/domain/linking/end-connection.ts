import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { lockPerson } from '../community/people.sql.ts'
import { audited } from '../integrations/enable-integration.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { accountById } from './accounts.sql.ts'
import { forgetLinked } from './linked-accounts.ts'

/**
 * An administrator gives back what somebody granted whose seat is taken away. It is kept until then, unused: who is deactivated today may be back tomorrow,
 * and would have to connect everything anew.
 */
export async function endConnection(actor: Person, integrationId: string, accountId: string): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  const row = await installationOf(actor.communityId, integrationId)
  if (!row) throw new Refusal('not_enabled')
  await transaction(async () => {
    const account = await accountById(actor.communityId, accountId)
    if (account?.installation_id !== row.id) throw new Refusal('not_found')
    const person = account.member_id === row.bot_id ? undefined : await lockPerson(actor.communityId, account.member_id)
    if (!person || person.active) throw new Refusal('not_found')
    await forgetLinked(row, account)
    await record({ ...audited(actor, 'account.disconnected', row.id), after: { memberId: person.id } })
  })
}

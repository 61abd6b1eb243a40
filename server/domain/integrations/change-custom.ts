import type { NewOwner } from '../../../contract/api/program.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { demandOwner } from './change-owner.ts'
import { demandName } from './create-custom.ts'
import { touchCustom } from './custom.sql.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import type { InstallationRow } from './installations.sql.ts'
import { demandCustom } from './listings.ts'

export interface NewDetails {
  readonly name: string
  readonly description: string
  readonly discoverable: boolean
  readonly owner: NewOwner
}

/** Changes what it is called, whether members find it, and who answers for it. Its bot takes the name. */
export async function changeDetails(
  actor: Person,
  integrationId: string,
  details: NewDetails,
): Promise<InstallationRow> {
  return changeCustom(actor, integrationId, 'integration.details_changed', async installation => {
    const before = await demandCustom(actor.communityId, integrationId)
    const name = demandName(details.name)
    const owner = await demandOwner(actor, details.owner, before)
    await run(sql`
      update custom_integrations set name = ${name}, description = ${details.description.trim()}, discoverable = ${details.discoverable},
        owner_role = ${owner.role}, owner_group_id = ${owner.groupId}
      where community_id = ${actor.communityId} and id = ${integrationId}`)
    await run(
      sql`update members set name = ${name} where community_id = ${actor.communityId} and id = ${installation.bot_id}`,
    )
    return {
      before: {
        name: before.name,
        discoverable: before.discoverable,
        owner: before.owner_role ?? before.owner_group_id,
      },
      after: { name, discoverable: details.discoverable, owner: owner.role ?? owner.groupId },
    }
  })
}

interface Change {
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** Every change of a custom integration: by who may, one after the other, with its row in the audit and its place in the log. */
export async function changeCustom(
  actor: Person,
  integrationId: string,
  action: string,
  change: (installation: InstallationRow) => Promise<Change>,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  await demandCustom(actor.communityId, integrationId)
  return transaction(async () => {
    const installation = await demandInstallation(actor, integrationId)
    const said = await change(installation)
    await touchCustom(actor.communityId, integrationId, actor.memberId)
    await announceInstallation(actor, installation.id)
    await record({ ...audited(actor, action, installation.id), ...said })
    return current(actor, integrationId)
  })
}

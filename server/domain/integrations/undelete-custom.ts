import type { DeletedIntegration } from '../../../contract/api/custom-integrations.ts'
import { nowDate } from '../../platform/clock.ts'
import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { type CustomRow, customById, deletedCustoms, touchCustom } from './custom.sql.ts'
import { showProgram, writtenBy } from './delete-custom.ts'
import { announceInstallation, audited, current } from './enable-integration.ts'
import { dropPassedEnd } from './ends.sql.ts'
import { type InstallationRow, installationById, setBotActive, setState } from './installations.sql.ts'
import { hasPlan } from './plan.ts'

/** So long it can be brought back. */
export const undeleteDays = 30

/** Brings back a deleted one, as it was: enabled or not, with its tokens, its groups and what it wrote. */
export async function undeleteIntegration(actor: Person, integrationId: string): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const custom = await customById(actor.communityId, integrationId, { lock: true })
    if (!custom?.deleted_at || goneAt(custom.deleted_at) <= nowDate()) throw new Refusal('not_found')
    const installation = await removedInstallation(actor.communityId, integrationId)
    await showProgram(installation, custom.deleted_at)
    await run(sql`
      update custom_integrations set deleted_at = null, deleted_by = null, deleted_state = null, deleted_reason = null
      where community_id = ${actor.communityId} and id = ${integrationId}`)
    const back = await stateOf(actor.communityId, custom)
    await setState(actor.communityId, installation.id, back.state, back.reason)
    await dropPassedEnd({ communityId: actor.communityId, installationId: installation.id }, nowDate())
    await setBotActive(actor.communityId, installation.bot_id, back.state === 'enabled')
    await touchCustom(actor.communityId, integrationId, actor.memberId)
    await announceInstallation(actor, installation.id)
    await record({ ...audited(actor, 'integration.undeleted', installation.id), after: back })
    return current(actor, integrationId)
  })
}

/** What was on is on again, unless the plan changed meanwhile. */
async function stateOf(communityId: string, { deleted_state, deleted_reason }: CustomRow) {
  if (deleted_state !== 'enabled') return { state: 'disabled', reason: deleted_reason } as const
  return (await hasPlan(communityId))
    ? ({ state: 'enabled', reason: null } as const)
    : ({ state: 'disabled', reason: 'plan' } as const)
}

/** What was deleted and can be brought back, newest first. */
export async function listDeletedIntegrations(actor: Person): Promise<DeletedIntegration[]> {
  demandInCommunity(actor, 'integrations.manage')
  const found = await deletedCustoms(actor.communityId)
  return Promise.all(
    found.flatMap(row =>
      row.deleted_at && row.deleted_by && goneAt(row.deleted_at) > nowDate()
        ? [present(actor.communityId, row, row.deleted_at, row.deleted_by)]
        : [],
    ),
  )
}

async function present(
  communityId: string,
  { id, name }: CustomRow,
  deletedAt: Date,
  deletedBy: DeletedIntegration['deletedBy'],
): Promise<DeletedIntegration> {
  const installation = await removedInstallation(communityId, id)
  return {
    id,
    name,
    icon: null,
    deletedBy,
    deletedAt: deletedAt.toISOString(),
    goneAt: goneAt(deletedAt).toISOString(),
    ...(await writtenBy(communityId, installation.id, deletedAt)),
  }
}

const goneAt = (deletedAt: Date): Date => new Date(deletedAt.getTime() + undeleteDays * 86_400_000)

/** A custom integration has one installation in its life. */
async function removedInstallation(communityId: string, integrationId: string): Promise<InstallationRow> {
  const found = await maybe<{ id: string }>(sql`
    select id from installations where community_id = ${communityId} and integration_id = ${integrationId}`)
  const row = found && (await installationById(communityId, found.id))
  if (!row) throw new Error(`the custom integration ${integrationId} has no installation`)
  return row
}

import type { Scope } from '../../../contract/api/integrations.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { oneLine } from '../../platform/harmless.ts'
import { newToken } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { insertApp } from './apps.ts'
import { announceInstallation, audited } from './enable-integration.ts'
import { grant } from './grant.ts'
import { type InstallationRow, insertInstallation, installationById, nextId } from './installations.sql.ts'
import { askedOfPrograms, checkPermissions } from './listings.ts'
import { demandPlan } from './plan.ts'

export interface NewCustom {
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly scope: Scope
}

/** Makes an integration of the community's own: listing, app, bot, installation and grant at once. For communities on `advanced`. */
export async function createCustomIntegration(actor: Person, made: NewCustom): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  await demandPlan(actor.communityId)
  const name = demandName(made.name)
  const permissions = checkPermissions({ asks: askedOfPrograms }, made.permissions, made.scope)
  return transaction(async () => {
    const id = await nextId()
    const installationId = await nextId()
    await run(sql`
      insert into custom_integrations (community_id, id, name, description, made_by, changed_by, owner_role)
      values (${actor.communityId}, ${id}, ${name}, ${made.description.trim()}, ${actor.memberId}, ${actor.memberId}, 'system_administrator')`)
    await insertApp(id, actor.communityId)
    await insertInstallation({
      id: installationId,
      communityId: actor.communityId,
      integrationId: id,
      name,
      settings: {},
      credentials: null,
      inboundKey: newToken(),
      connection: 'none',
      enabledBy: actor.memberId,
    })
    const after = await grant(actor, { id: installationId, group_ids: [] }, permissions, made.scope)
    await announceInstallation(actor, installationId)
    await record({
      ...audited(actor, 'integration.created', installationId),
      after: { integration: id, name, ...after },
    })
    const row = await installationById(actor.communityId, installationId)
    if (!row) throw new Error(`the installation ${installationId} is gone though it was just written`)
    return row
  })
}

/** In one line, with nothing in it that changes how what stands beside it is read. */
export function demandName(given: string): string {
  const name = oneLine(visibleText('name', given), 60)
  if (!name) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  return name
}

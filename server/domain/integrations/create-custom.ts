import type { Scope } from '../../../contract/api/integrations.ts'
import { permissions as all, type PermissionId, programPermissions } from '../../../contract/permissions.ts'
import { one, run, sql, transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { insertApp } from './apps.ts'
import { announceInstallation, audited, grantTo } from './enable-integration.ts'
import { insertInstallation, nextId } from './installations.sql.ts'

export interface NewCustom {
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly scope: Scope
}

/** Makes an integration of the community's own: listing, app, bot, installation and grant at once. For communities on `advanced`. */
export async function createCustomIntegration(actor: Person, made: NewCustom): Promise<{ id: string }> {
  demandInCommunity(actor, 'integrations.manage')
  await demandPlan(actor.communityId)
  const name = made.name.trim()
  if (!name) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  const permissions = checkProgramPermissions(made.permissions, made.scope)
  return transaction(async () => {
    const id = await nextId()
    const installationId = await nextId()
    await run(sql`
      insert into custom_integrations (community_id, id, name, description, made_by, owner_role)
      values (${actor.communityId}, ${id}, ${name}, ${made.description.trim()}, ${actor.memberId}, 'system_administrator')`)
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
    const after = await grantTo(actor, installationId, permissions, made.scope)
    await announceInstallation(actor, installationId)
    await record({
      ...audited(actor, 'integration.created', installationId),
      after: { integration: id, name, ...after },
    })
    return { id }
  })
}

/** Custom integrations are for the plan *advanced* (design.md 1). */
export async function demandPlan(communityId: string): Promise<void> {
  const { plan } = await one<{ plan: string }>(sql`select plan from communities where id = ${communityId}`)
  if (plan !== 'advanced') throw new Refusal('plan_needed')
}

/** Only what programs may be granted; what needs all groups is refused with less. */
export function checkProgramPermissions(given: readonly string[], scope: Scope): string[] {
  const strange = given.find(id => !programPermissions.includes(id as PermissionId))
  if (strange) throw new Refusal('bad_input', { field: 'permissions', problem: 'not_offered' })
  const whole = all.find(one => one.whole && given.includes(one.id))
  if (whole && !scope.everyone) throw new Refusal('all_groups_needed', { permission: whole.id })
  return [...new Set(given)]
}

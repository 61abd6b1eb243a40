import type { Scope } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { getListed } from './catalog.ts'
import { partSettings, sealCredentials } from './credentials.ts'
import { checkPermissions, grant } from './grant.ts'
import { type InstallationRow, insertInstallation, installationOf, nextId, setState } from './installations.sql.ts'
import { checkSettings } from './settings.ts'

export interface Consent {
  readonly permissions: readonly string[]
  readonly scope: Scope
  readonly settings: FormValues
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/**
 * Enables with exactly what the consent screen showed. Where a sign-in at the service is needed the installation is pending, and reaches nothing,
 * until it comes back; asking again while it is pending starts over with what is filled in now.
 */
export async function enableIntegration(
  actor: Person,
  integrationId: string,
  consent: Consent,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const listed = getListed(integrationId)
  const settings = partSettings(listed, checkSettings(listed, consent.settings))
  const permissions = checkPermissions(listed, consent.permissions)
  const needsSignIn = listed.connector.oauth !== undefined
  if (needsSignIn && !(consent.clientId && consent.clientSecret)) throw new Refusal('credentials_needed')
  return transaction(async () => {
    const before = await dropPending(actor, integrationId)
    const id = await nextId()
    const credentials = sealCredentials(id, {
      settings: settings.secret,
      ...(consent.clientId && { clientId: consent.clientId.trim() }),
      ...(consent.clientSecret && { clientSecret: consent.clientSecret.trim() }),
    })
    const made = await insertInstallation({
      id,
      communityId: actor.communityId,
      integrationId,
      name: listed.words.en.name ?? integrationId,
      settings: settings.open,
      credentials,
      inboundKey: newToken(),
      connection: needsSignIn ? 'pending' : 'none',
      enabledBy: actor.memberId,
    })
    if (!made) throw new Refusal('already_enabled')
    const after = await grant(actor, { id, group_ids: before?.group_ids ?? [] }, permissions, consent.scope)
    await announceInstallation(actor, id)
    await record({ ...audited(actor, 'integration.enabled', id), after: { integration: integrationId, ...after } })
    if (!needsSignIn)
      await enqueue({ communityId: actor.communityId, kind: 'subscribe-connector', payload: {}, installationId: id })
    return current(actor, integrationId)
  })
}

/** Changes permissions and groups: the grant is replaced, and holds from the next read on. */
export async function changeGrant(
  actor: Person,
  integrationId: string,
  permissions: readonly string[],
  scope: Scope,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const listed = getListed(integrationId)
  const checked = checkPermissions(listed, permissions)
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    const after = await grant(actor, before, checked, scope)
    await announceInstallation(actor, before.id)
    await record({
      ...audited(actor, 'integration.grant_changed', before.id),
      before: { permissions: before.permissions, everyone: before.everyone, groupIds: before.group_ids },
      after,
    })
    return current(actor, integrationId)
  })
}

/** The community's installation of this integration, kept from others until the transaction ends; a refusal where there is none. */
export async function demandInstallation(actor: Person, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId, { lock: true })
  if (!row) throw new Refusal('not_enabled')
  return row
}

export async function current(actor: Person, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId)
  if (!row) throw new Error(`the installation of ${integrationId} is gone though it was just written`)
  return row
}

export const announceInstallation = (actor: { communityId: string; memberId?: string }, id: string): Promise<void> =>
  announce({
    communityId: actor.communityId,
    topic: 'installation',
    field: 'integrations',
    verb: 'changed',
    subjectId: id,
    ...(actor.memberId && { actorId: actor.memberId }),
  })

export const audited = (actor: Person, action: string, id: string) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'integration',
  subjectId: id,
  ...(actor.address && { address: actor.address }),
})

async function dropPending(actor: Person, integrationId: string): Promise<InstallationRow | undefined> {
  const before = await installationOf(actor.communityId, integrationId, { lock: true })
  if (!before) return undefined
  if (before.connection !== 'pending' || before.state !== 'enabled') throw new Refusal('already_enabled')
  await setState(actor.communityId, before.id, 'removed', 'administrator')
  return before
}

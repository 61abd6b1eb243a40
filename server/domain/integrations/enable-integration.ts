import type { Listed } from '../../../connectors/catalog.ts'
import type { Scope } from '../../../contract/api/integrations.ts'
import { transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { getListed } from './catalog.ts'
import { openCredentials, sealCredentials } from './credentials.ts'
import { touchCustom } from './custom.sql.ts'
import { forgetDisuse } from './disuse.sql.ts'
import { setEnd, whole } from './ends.sql.ts'
import { filledIn, type NewSettings } from './filled-in.ts'
import { demandAhead, grant, nothingBefore } from './grant.ts'
import {
  fillInAnew,
  type InstallationRow,
  insertInstallation,
  installationOf,
  type NewInstallation,
  nextId,
} from './installations.sql.ts'
import { isElsewhere, leaveAddress } from './leave-address.ts'
import { checkPermissions, listingOf } from './listings.ts'
import { demandSeen } from './revision.ts'
import { tellPutBack } from './tell-put-back.ts'

export interface Consent extends NewSettings {
  readonly permissions: readonly string[]
  readonly scope: Scope
  /** When it ends by itself as a whole; null: never. Where nothing is said, what was said before holds. */
  readonly endsAt?: Date | null
  /** When what is granted anew ends (grant.ts). */
  readonly until?: Date
  /** How it stood when it was looked at (revision.ts); null: it was not there. */
  readonly revision: string | null
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
  const listing = await listingOf(actor.communityId, integrationId)
  const permissions = checkPermissions(listing, consent.permissions, consent.scope)
  demandAhead(consent.endsAt)
  demandAhead(consent.until)
  return transaction(async () => {
    const before = await pendingInstallation(actor, integrationId)
    demandSeen(before, consent.revision, listing.name(actor.language))
    const row = before ?? nothingBefore(await nextId())
    await install(actor, listed, row.id, before, consent)
    const after = {
      ...(await grant(actor, row, permissions, consent.scope, consent.until)),
      ...(await endWhole(actor, row.id, consent.endsAt)),
    }
    await announceInstallation(actor, row.id)
    await record({ ...audited(actor, 'integration.enabled', row.id), after: { integration: integrationId, ...after } })
    if (!listed.connector.oauth)
      await enqueue({
        communityId: actor.communityId,
        kind: 'subscribe-connector',
        payload: {},
        installationId: row.id,
      })
    return current(actor, integrationId)
  })
}

export interface NewGrant extends Pick<Consent, 'permissions' | 'scope' | 'until'> {
  /** How it stood when it was looked at; what is made of its row at this moment need not say so. */
  readonly revision?: string | null
}

/** Changes permissions and groups: the grant is replaced, and holds from the next read on. */
export async function changeGrant(
  actor: Person,
  integrationId: string,
  { permissions, scope, until, revision }: NewGrant,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const listing = await listingOf(actor.communityId, integrationId)
  const checked = checkPermissions(listing, permissions, scope)
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    if (revision !== undefined) demandSeen(before, revision, listing.name(actor.language))
    if (!scope.everyone) await tellPutBack(actor, before.id, listing.name('en'), scope.groupIds)
    const after = await grant(actor, before, checked, scope, until)
    await forgetDisuse(actor.communityId, before.id, checked)
    if (listing.origin === 'custom') await touchCustom(actor.communityId, integrationId, actor.memberId)
    await announceInstallation(actor, before.id)
    await record({
      ...audited(actor, 'integration.grant_changed', before.id),
      before: { permissions: before.permissions, everyone: before.everyone, groupIds: before.group_ids },
      after,
    })
    return current(actor, integrationId)
  })
}

async function endWhole(actor: Person, installationId: string, endsAt: Date | null | undefined) {
  if (endsAt === undefined) return {}
  await setEnd({ communityId: actor.communityId, installationId, setBy: actor.memberId }, [whole], endsAt)
  return endsAt ? { endsAt: endsAt.toISOString() } : {}
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

/** Open screens hear of it by the event; whatever waits for an integration, further on in the house, by the job. */
export async function announceInstallation(
  actor: { communityId: string; memberId?: string },
  id: string,
): Promise<void> {
  await announce({
    communityId: actor.communityId,
    topic: 'installation',
    field: 'integrations',
    verb: 'changed',
    subjectId: id,
    ...(actor.memberId && { actorId: actor.memberId }),
  })
  await enqueue({ communityId: actor.communityId, kind: 'settle-requests', payload: { installationId: id } })
}

export const audited = (actor: Person, action: string, id: string) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'integration',
  subjectId: id,
  ...cameFrom(actor),
})

/** The one whose sign-in has not come back yet; a refusal where it is enabled already. */
async function pendingInstallation(actor: Person, integrationId: string): Promise<InstallationRow | undefined> {
  const before = await installationOf(actor.communityId, integrationId, { lock: true })
  if (before && (before.connection !== 'pending' || before.state !== 'enabled')) throw new Refusal('already_enabled')
  return before
}

/** The pending one is filled in anew, never made twice: what hangs on it (its bot, routes, follows, and accounts at the same address) goes on. */
async function install(
  actor: Person,
  listed: Listed,
  id: string,
  before: InstallationRow | undefined,
  consent: Consent,
): Promise<void> {
  const needsSignIn = listed.connector.oauth !== undefined
  const { open, credentials } = filledIn(listed, actor.language, before ? openCredentials(before) : {}, consent)
  if (needsSignIn && !(credentials.clientId && credentials.clientSecret)) throw new Refusal('credentials_needed')
  const filled = {
    id,
    communityId: actor.communityId,
    settings: open,
    credentials: sealCredentials(id, credentials),
    enabledBy: actor.memberId,
  }
  if (before) await fillIn(actor, listed, before, filled)
  else if (
    !(await insertInstallation({
      ...filled,
      integrationId: listed.connector.id,
      name: listed.words.en.name ?? listed.connector.id,
      inboundKey: newToken(),
      connection: needsSignIn ? 'pending' : 'none',
    }))
  )
    throw new Refusal('already_enabled')
}

async function fillIn(
  actor: Person,
  listed: Listed,
  before: InstallationRow,
  filled: Pick<NewInstallation, 'id' | 'communityId' | 'settings' | 'credentials' | 'enabledBy'>,
): Promise<void> {
  await fillInAnew(filled)
  if (!isElsewhere(listed, before, { ...before, settings: filled.settings, credentials: filled.credentials })) return
  const left = await leaveAddress(before, actor.memberId, true)
  if (left.accounts + left.webhooks > 0)
    await record({ ...audited(actor, 'integration.address_changed', before.id), after: { ...left } })
}

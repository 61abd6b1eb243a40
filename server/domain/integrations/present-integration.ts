import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Integration, IntegrationRow, IntegrationStatus, Permission } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { permissions as allPermissions, type PermissionId } from '../../../contract/permissions.ts'
import { connectCallback, hookAddress } from '../../platform/addresses.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity, mayInCommunity } from '../access/may.ts'
import { addressesOf, getListed, sayOf } from './catalog.ts'
import { openCredentials } from './credentials.ts'
import { type InstallationFacts, installationFacts } from './facts.sql.ts'
import { type InstallationRow, installationOf } from './installations.sql.ts'
import { wouldLeave } from './leave-address.ts'
import { draftSettings, settingsForm } from './settings.ts'

/** The first that is true (design.md 2). */
export function statusOf(row: InstallationRow | undefined, failedSubscriptions = 0): IntegrationStatus {
  if (!row) return 'available'
  if (row.state === 'disabled') return 'disabled'
  if (row.connection === 'pending') return 'needs_setup'
  if (row.connection === 'broken') return 'needs_reconnecting'
  if (failedSubscriptions > 0) return 'needs_attention'
  return row.everyone ? 'enabled' : 'enabled_for'
}

export function presentRow(
  listed: Listed,
  language: Language,
  row: InstallationRow | undefined,
  failedSubscriptions = 0,
): IntegrationRow {
  const { id, listing } = listed.connector
  const status = statusOf(row, failedSubscriptions)
  return {
    id,
    name: sayOf(listed, language, 'name'),
    publisher: listing.publisher,
    tagline: sayOf(listed, language, 'tagline'),
    category: listing.category,
    icon: `/api/integrations/${id}/icon.svg`,
    status,
    groupCount: status === 'enabled_for' ? (row?.group_ids.length ?? 0) : null,
    ends: listing.ends ?? null,
  }
}

/** The integration's page for this reader; what only administrators need is null for others. */
export async function presentIntegration(
  actor: Person,
  listed: Listed,
  row: InstallationRow | undefined,
): Promise<Integration> {
  const { connector } = listed
  const manages = mayInCommunity(actor, 'integrations.manage')
  const facts = row && (await installationFacts(actor.communityId, row, actor.memberId))
  return {
    ...presentRow(listed, actor.language, row, facts?.subscriptions.filter(one => one.state === 'failed').length),
    description: sayOf(listed, actor.language, 'description'),
    ending: connector.listing.ends ? sayOf(listed, actor.language, 'ending') : null,
    website: connector.listing.website,
    support: connector.listing.support,
    privacyUrl: connector.listing.privacyUrl,
    abilities: connector.listing.abilities.map(id => sayOf(listed, actor.language, `ability.${id}`)),
    permissions: presentPermissions(listed, actor.language, row),
    leaves: presentLeaves(listed, actor.language, row?.settings ?? {}),
    needsSignIn: connector.oauth !== undefined,
    needsCredentials: connector.oauth !== undefined,
    account:
      row && row.state === 'enabled' && row.connection !== 'pending' && connector.oauth && facts ? facts.account : null,
    installation: manages && row && row.state !== 'removed' && facts ? presentInstallation(row, facts) : null,
    admin: manages
      ? {
          settings: settingsForm(listed, actor.language, row?.settings ?? {}, row && openCredentials(row).settings),
          redirectUrl: connectCallback(connector.id),
          webhookUrl: row && connector.events ? hookAddress(row.inbound_key) : null,
          setup: listed.setup[actor.language],
        }
      : null,
  }
}

function presentPermissions(listed: Listed, language: Language, row: InstallationRow | undefined): Permission[] {
  const known = new Map<PermissionId, (typeof allPermissions)[number]>(allPermissions.map(one => [one.id, one]))
  const asked = listed.connector.permissions.map(({ id, required }) => {
    const { kind = 'read', risk = 1 } = known.get(id) ?? {}
    const granted = row ? row.permissions.includes(id) : true
    return {
      id,
      kind,
      risk,
      required,
      granted,
      sentence: say(language, `permissions.${id}`),
      reason: sayOf(listed, language, `permission.${id}`),
    }
  })
  return asked.sort((a, b) => b.risk - a.risk)
}

/** What would leave with settings that are not chosen yet, and where to; and whether what was signed in at another address would stay there. */
export async function foreseeLeaves(actor: Person, integrationId: string, settings: FormValues) {
  demandInCommunity(actor, 'integrations.manage')
  const listed = getListed(integrationId)
  const row = await installationOf(actor.communityId, integrationId)
  return { leaves: presentLeaves(listed, actor.language, settings), elsewhere: wouldLeave(listed, row, settings) }
}

function presentLeaves(
  listed: Listed,
  language: Language,
  settings: Readonly<Record<string, unknown>>,
): Integration['leaves'] {
  const draft = draftSettings(listed, settings)
  const addresses = draft && addressesOf(listed, draft)
  return listed.connector.leaves.map(({ id, address }) => ({
    sentence: sayOf(listed, language, `leaves.${id}`),
    host: addresses?.[address]?.replace(/^https?:\/\//, '').split('/')[0] ?? null,
  }))
}

function presentInstallation(row: InstallationRow, facts: InstallationFacts): NonNullable<Integration['installation']> {
  return {
    id: row.id,
    state: row.state === 'enabled' ? 'enabled' : 'disabled',
    everyone: row.everyone,
    groups: facts.groups,
    hiddenGroups: facts.hiddenGroups,
    connection: {
      state: row.connection,
      label: facts.label,
      problem: row.problem,
      since: facts.since?.toISOString() ?? null,
    },
    enabledBy: facts.enabledBy,
    enabledAt: row.enabled_at.toISOString(),
    lastEventAt: facts.lastEventAt?.toISOString() ?? null,
    subscriptions: facts.subscriptions.map(one => ({
      id: one.id,
      state: one.state,
      problem: one.problem,
      expiresAt: one.expires_at?.toISOString() ?? null,
    })),
    linkedCount: facts.linkedCount,
    hasCredentials: Boolean(openCredentials(row).clientSecret),
    clientId: openCredentials(row).clientId ?? null,
  }
}

import type { Listed } from '../../../connectors/catalog.ts'
import type { Events } from '../../../connectors/connector.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type {
  DisabledReason,
  Integration,
  IntegrationRow,
  IntegrationStatus,
} from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { connectCallback, hookAddress } from '../../platform/addresses.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity, mayInCommunity } from '../access/may.ts'
import { addressesOf, getListed, sayOf } from './catalog.ts'
import { openCredentials } from './credentials.ts'
import { type EndKey, endOf, everyone, whole } from './ends.sql.ts'
import { type InstallationFacts, installationFacts, type Wanted, wantedBy } from './facts.sql.ts'
import { type InstallationRow, installationOf } from './installations.sql.ts'
import { wouldLeave } from './leave-address.ts'
import type { Listing } from './listings.ts'
import { presentPermissions } from './present-permissions.ts'
import { presentProgram } from './present-program.ts'
import { draftSettings, settingsForm } from './settings.ts'
import { troubleInWords } from './trouble-in-words.ts'

type Standing = Pick<InstallationRow, 'state' | 'connection' | 'everyone' | 'reason'>

/** The first that is true (design.md 2). */
export function statusOf(row: Standing | undefined, failedSubscriptions = 0, wanted = 0): IntegrationStatus {
  if (!row) return wanted > 0 ? 'requested' : 'available'
  if (row.state === 'disabled') return 'disabled'
  if (row.connection === 'pending') return 'needs_setup'
  if (row.connection === 'broken') return 'needs_reconnecting'
  if (failedSubscriptions > 0) return 'needs_attention'
  return row.everyone ? 'enabled' : 'enabled_for'
}

/** The status with why it is disabled. */
export function presentStanding(
  row: Standing | undefined,
  attention: boolean,
  wanted = 0,
): Pick<IntegrationRow, 'status' | 'reason'> {
  const status = statusOf(row, attention ? 1 : 0, wanted)
  return { status, reason: status === 'disabled' ? ((row?.reason ?? null) as DisabledReason | null) : null }
}

export function presentRow(
  listing: Listing,
  language: Language,
  row: InstallationRow | undefined,
  failedSubscriptions = 0,
  wanted?: Wanted,
): IntegrationRow {
  const { status, reason } = presentStanding(row, failedSubscriptions > 0, wanted?.people)
  return {
    id: listing.id,
    origin: listing.origin,
    name: listing.name(language),
    publisher: listing.publisher,
    tagline: listing.tagline(language),
    category: listing.category,
    icon: listing.icon,
    status,
    reason,
    groupCount: status === 'enabled_for' ? (row?.group_ids.length ?? 0) : null,
    wanted: wanted?.people ?? null,
    asked: wanted?.mine ?? false,
    ends: listing.ends,
  }
}

/** The integration's page for this reader; what only administrators need is null for others. */
export async function presentIntegration(
  actor: Person,
  listing: Listing,
  row: InstallationRow | undefined,
): Promise<Integration> {
  const manages = mayInCommunity(actor, 'integrations.manage')
  const facts = row && (await installationFacts(actor.communityId, row, actor.memberId))
  const failed = facts?.subscriptions.filter(one => one.state === 'failed').length
  const wanted = (await wantedBy(actor.communityId, actor.memberId)).get(listing.id)
  return {
    ...presentRow(listing, actor.language, row, failed, wanted),
    description: listing.description(actor.language),
    permissions: presentPermissions(listing, actor.language, row?.permissions),
    needsSignIn: listing.needsSignIn,
    needsCredentials: listing.needsSignIn,
    account:
      row && row.state === 'enabled' && row.connection !== 'pending' && listing.needsSignIn && facts
        ? facts.account
        : null,
    installation:
      manages && row && row.state !== 'removed' && facts
        ? presentInstallation(row, facts, actor.language, listing.listed?.connector.events)
        : null,
    ...presentService(actor, listing, row),
    admin: manages && listing.listed ? presentSetup(actor, listing.listed, row) : null,
    program: manages && row && listing.origin === 'custom' ? await presentProgram(actor, row) : null,
  }
}

type Service = Pick<Integration, 'ending' | 'website' | 'support' | 'privacyUrl' | 'abilities' | 'leaves'>

/** What a connector says of its service; where there is none behind it, there is nothing to say. */
function presentService(actor: Person, { listed }: Listing, row: InstallationRow | undefined): Service {
  if (!listed) return { ending: null, website: null, support: null, privacyUrl: null, abilities: [], leaves: [] }
  const { listing } = listed.connector
  return {
    ending: listing.ends ? sayOf(listed, actor.language, 'ending') : null,
    website: listing.website,
    support: listing.support,
    privacyUrl: listing.privacyUrl,
    abilities: listing.abilities.map(id => sayOf(listed, actor.language, `ability.${id}`)),
    leaves: presentLeaves(listed, actor.language, row?.settings ?? {}),
  }
}

const presentSetup = (actor: Person, listed: Listed, row: InstallationRow | undefined): Integration['admin'] => ({
  settings: settingsForm(listed, actor.language, row?.settings ?? {}, row && openCredentials(row).settings),
  redirectUrl: connectCallback(listed.connector.id),
  webhookUrl: row && listed.connector.events ? hookAddress(row.inbound_key) : null,
  setup: listed.setup[actor.language],
})

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

function presentInstallation(
  row: InstallationRow,
  facts: InstallationFacts,
  language: Language,
  events: Events<never> | undefined,
): NonNullable<Integration['installation']> {
  return {
    id: row.id,
    state: row.state === 'enabled' ? 'enabled' : 'disabled',
    everyone: row.everyone,
    groups: facts.groups,
    hiddenGroups: facts.hiddenGroups,
    ...endsOf(row, facts),
    groupsConfigure: row.groups_configure,
    owner: facts.owner,
    connection: {
      state: row.connection,
      label: facts.label,
      problem: row.problem,
      since: facts.since?.toISOString() ?? null,
    },
    enabledBy: facts.enabledBy,
    enabledAt: row.enabled_at.toISOString(),
    lastEventAt: facts.lastEventAt?.toISOString() ?? null,
    hears: events ? hearsBy(events) : null,
    subscriptions: facts.subscriptions.map(one => ({
      id: one.id,
      state: one.state,
      problem: troubleInWords(one.problem, language),
      expiresAt: one.expires_at?.toISOString() ?? null,
    })),
    linkedCount: facts.linkedCount,
    hasCredentials: Boolean(openCredentials(row).clientSecret),
    clientId: openCredentials(row).clientId ?? null,
  }
}

const hearsBy = ({ subscribe, follow, byHand }: Events<never>): NonNullable<Integration['installation']>['hears'] =>
  subscribe ? 'webhook' : follow ? 'each_thing' : byHand ? 'by_hand' : 'asks'

/** Of groups only those that the reader sees. */
function endsOf({ ends }: InstallationRow, { groups }: InstallationFacts) {
  const named = (kind: EndKey['kind']): Record<string, string> =>
    Object.fromEntries(ends.filter(one => one.kind === kind).map(one => [one.id, new Date(one.at).toISOString()]))
  const seen = new Set(groups.map(group => group.id))
  return {
    endsAt: endOf(ends, whole)?.toISOString() ?? null,
    everyoneEndsAt: endOf(ends, everyone)?.toISOString() ?? null,
    groupEnds: Object.fromEntries(Object.entries(named('group')).filter(([id]) => seen.has(id))),
    permissionEnds: named('permission'),
  }
}

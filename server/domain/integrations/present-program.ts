import type { Integration } from '../../../contract/api/integrations.ts'
import { graphVersion, type Program } from '../../../contract/api/program.ts'
import { graphAddress, scimAddress } from '../../platform/addresses.ts'
import { nowDate } from '../../platform/clock.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { tokensOf } from './access-tokens.ts'
import { appById } from './apps.ts'
import { peopleLoggedIn, usageOf } from './custom.sql.ts'
import { withdrawnOf } from './disuse.sql.ts'
import type { InstallationRow } from './installations.sql.ts'
import { askedOfPrograms, demandCustom } from './listings.ts'
import { hasPlan } from './plan.ts'
import { presentOwner } from './present-owner.ts'
import { presentPermissions } from './present-permissions.ts'

/** What stands on a custom integration's page beside what every integration has. No secret is among it. */
export async function presentProgram(actor: Person, installation: InstallationRow): Promise<Program> {
  const { communityId } = actor
  const [custom, app, tokens, usage, withdrawn, inPlan, people] = await Promise.all([
    demandCustom(communityId, installation.integration_id),
    appById(installation.integration_id),
    tokensOf(communityId, installation.id),
    usageOf(communityId, installation.id, nowDate()),
    withdrawnOf(communityId, installation.id),
    hasPlan(communityId),
    peopleLoggedIn(communityId, installation.id),
  ])
  return {
    appId: custom.id,
    address: graphAddress(),
    apiVersion: graphVersion,
    discoverable: custom.discoverable,
    inPlan,
    owner: (await presentOwner(actor, custom)) ?? { kind: 'role', role: 'system_administrator' },
    madeBy: custom.made_by,
    madeAt: custom.made_at.toISOString(),
    changedBy: custom.changed_by ?? custom.made_by,
    changedAt: custom.changed_at.toISOString(),
    usage,
    tokens: tokens.map(token => ({
      id: token.id,
      madeBy: token.made_by,
      madeAt: token.made_at.toISOString(),
      endsAt: token.ends_at?.toISOString() ?? null,
    })),
    earlierSecretEndsAt: app?.overlap_ends_at?.toISOString() ?? null,
    requireProof: app?.require_proof ?? false,
    ipAllow: app?.ip_allow ?? [],
    logIn: {
      addresses: app?.log_in_addresses ?? [],
      devices: app?.device_log_in ?? false,
      clientToken: app?.device_log_in ? app.client_token : null,
      people,
    },
    directory: installation.permissions.includes('manage_accounts')
      ? { address: scimAddress(), communityId, invitesAtOnce: app?.invites_at_once ?? false }
      : null,
    withdrawn: withdrawn.map(one => ({
      id: one.permission,
      sentence: say(actor.language, `permissions.${one.permission}`),
      at: one.at.toISOString(),
    })),
  }
}

/** What a program may be granted, before there is one. */
export const listProgramPermissions = (actor: Person): Integration['permissions'] =>
  presentPermissions({ asks: askedOfPrograms }, actor.language, [])

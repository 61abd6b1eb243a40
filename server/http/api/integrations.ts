import {
  endConnection as endConnectionRoute,
  listConnections as listConnectionsRoute,
} from '../../../contract/api/connections.ts'
import * as directory from '../../../contract/api/directory.ts'
import * as contract from '../../../contract/api/integrations.ts'
import type { Person } from '../../domain/access/actor.ts'
import { listIntegrationAudit } from '../../domain/activity/integration-audit.ts'
import { listInboundEvents, replayInboundEvent } from '../../domain/inbound/inbound-events.ts'
import { findListed } from '../../domain/integrations/catalog.ts'
import { changeOwner } from '../../domain/integrations/change-owner.ts'
import { changeSettings } from '../../domain/integrations/change-settings.ts'
import {
  disableIntegration,
  foreseeRemoval,
  removeIntegration,
  restoreIntegration,
} from '../../domain/integrations/disable-integration.ts'
import { changeGrant, enableIntegration } from '../../domain/integrations/enable-integration.ts'
import type { InstallationRow } from '../../domain/integrations/installations.sql.ts'
import { getIntegration, listIntegrationNames, listIntegrations } from '../../domain/integrations/list-integrations.ts'
import { listingOf } from '../../domain/integrations/listings.ts'
import { foreseeLeaves, presentIntegration } from '../../domain/integrations/present-integration.ts'
import { beginInstallationSignIn, reconnectInstallation } from '../../domain/linking/begin-sign-in.ts'
import { listConnections } from '../../domain/linking/connections.ts'
import { endConnection } from '../../domain/linking/end-connection.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { ApiDoor } from './serve-route.ts'

export function integrationRoutes(door: ApiDoor): void {
  door.serve(directory.listIntegrations, ({ actor, query }) => listIntegrations(actor, query))
  door.serve(directory.listIntegrationNames, ({ actor, query }) => listIntegrationNames(actor, query))
  door.serve(contract.getIntegration, ({ actor, params }) => getIntegration(actor, params.integrationKey))
  door.serve(contract.enableIntegration, async ({ actor, params, body: { endsAt, revision = null, ...consent } }) =>
    withSignIn(
      actor,
      await enableIntegration(actor, params.integrationKey, { ...consent, revision, ...endOf(endsAt) }),
    ),
  )
  door.serve(contract.foreseeLeaves, ({ actor, params, body }) =>
    foreseeLeaves(actor, params.integrationKey, body.settings),
  )
  door.serve(contract.changeGrant, async ({ actor, params, body }) =>
    shown(actor, await changeGrant(actor, params.integrationKey, body)),
  )
  door.serve(contract.changeSettings, async ({ actor, params, body }) =>
    shown(actor, await changeSettings(actor, params.integrationKey, body)),
  )
  door.serve(contract.changeOwner, async ({ actor, params, body }) =>
    shown(actor, await changeOwner(actor, params.integrationKey, body.owner)),
  )
  door.serve(contract.reconnect, async ({ actor, params }) => ({
    signInUrl: await reconnectInstallation(actor, params.integrationKey),
  }))
  door.serve(contract.disableIntegration, async ({ actor, params }) => {
    const { row, receipt } = await disableIntegration(actor, params.integrationKey)
    return { integration: await shown(actor, row), receipt }
  })
  door.serve(contract.restoreIntegration, async ({ actor, params, query }) =>
    withSignIn(actor, await restoreIntegration(actor, params.integrationKey, query.revision)),
  )
  door.serve(contract.foreseeRemoval, ({ actor, params }) => foreseeRemoval(actor, params.integrationKey))
  door.serve(contract.removeIntegration, async ({ actor, params }) => {
    await removeIntegration(actor, params.integrationKey)
    return {}
  })
  door.serve(contract.listInboundEvents, ({ actor, params, query }) =>
    listInboundEvents(actor, params.integrationKey, query),
  )
  door.serve(listConnectionsRoute, ({ actor, params, query }) => listConnections(actor, params.integrationKey, query))
  door.serve(endConnectionRoute, async ({ actor, params }) => {
    await endConnection(actor, params.integrationKey, params.accountId)
    return {}
  })
  door.serve(contract.replayInboundEvent, ({ actor, params }) =>
    replayInboundEvent(actor, params.integrationKey, params.eventId),
  )
  door.serve(contract.listIntegrationAudit, ({ actor, params, query }) =>
    listIntegrationAudit(actor, params.integrationKey, query),
  )
  door.serveFile('/integrations/:integrationKey/icon.svg', integrationKey => {
    const listed = findListed(integrationKey)
    if (!listed) throw new Refusal('not_found')
    return { type: 'image/svg+xml', body: listed.icon }
  })
}

const endOf = (endsAt: string | null | undefined) =>
  endsAt === undefined ? {} : { endsAt: endsAt === null ? null : new Date(endsAt) }

/** The page as it is after a change. */
export const shown = async (actor: Person, row: InstallationRow) =>
  presentIntegration(actor, await listingOf(actor.communityId, row.integration_id), row)

/** Where a sign-in is still to be done, the address to go to. */
export async function withSignIn(actor: Person, row: InstallationRow) {
  const signInUrl = row.connection === 'pending' ? await beginInstallationSignIn(actor, row.integration_id) : null
  return { integration: await shown(actor, row), signInUrl }
}

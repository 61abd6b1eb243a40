import * as contract from '../../../contract/api/custom-integrations.ts'
import { resetSecret, showSecret } from '../../domain/integrations/app-secret.ts'
import { changeDetails } from '../../domain/integrations/change-custom.ts'
import { changeDirectory } from '../../domain/integrations/change-directory.ts'
import { changeLogIn } from '../../domain/integrations/change-log-in.ts'
import { changeLogo, readLogo } from '../../domain/integrations/change-logo.ts'
import { changeSecurity } from '../../domain/integrations/change-security.ts'
import { createCustomIntegration } from '../../domain/integrations/create-custom.ts'
import { createToken, endToken } from '../../domain/integrations/create-token.ts'
import { giveBackPermissions } from '../../domain/integrations/give-back.ts'
import { listBots } from '../../domain/integrations/list-bots.ts'
import { mayCreateCustom } from '../../domain/integrations/plan.ts'
import { listProgramPermissions } from '../../domain/integrations/present-program.ts'
import { listDeletedIntegrations, undeleteIntegration } from '../../domain/integrations/undelete-custom.ts'
import { shown } from './integrations.ts'
import type { ApiDoor } from './serve-route.ts'

export function customIntegrationRoutes(door: ApiDoor): void {
  door.serve(contract.listProgramPermissions, async ({ actor }) => ({
    items: listProgramPermissions(actor),
    mayCreate: await mayCreateCustom(actor),
  }))
  door.serve(contract.createCustomIntegration, async ({ actor, body }) =>
    shown(actor, await createCustomIntegration(actor, body)),
  )
  door.serve(contract.changeDetails, async ({ actor, params, body }) =>
    shown(actor, await changeDetails(actor, params.integrationKey, body)),
  )
  door.serve(contract.changeLogo, async ({ actor, params, body }) =>
    shown(actor, await changeLogo(actor, params.integrationKey, body.picture)),
  )
  door.serve(contract.removeLogo, async ({ actor, params }) =>
    shown(actor, await changeLogo(actor, params.integrationKey, null)),
  )
  door.serve(contract.getLogo, async ({ actor, params, reply }) => {
    const logo = await readLogo(actor, params.integrationKey)
    reply.type('image/webp').header('cache-control', 'private, max-age=86400')
    return logo
  })
  door.serve(contract.changeSecurity, async ({ actor, params, body }) =>
    shown(actor, await changeSecurity(actor, params.integrationKey, body)),
  )
  door.serve(contract.changeDirectory, async ({ actor, params, body }) =>
    shown(actor, await changeDirectory(actor, params.integrationKey, body.invitesAtOnce)),
  )
  door.serve(contract.changeLogIn, async ({ actor, params, body }) =>
    shown(actor, await changeLogIn(actor, params.integrationKey, body)),
  )
  door.serve(contract.giveBackPermissions, async ({ actor, params, body }) =>
    shown(actor, await giveBackPermissions(actor, params.integrationKey, body.permissions)),
  )
  door.serve(contract.listDeletedIntegrations, async ({ actor }) => ({ items: await listDeletedIntegrations(actor) }))
  door.serve(contract.undeleteIntegration, async ({ actor, params }) =>
    shown(actor, await undeleteIntegration(actor, params.integrationKey)),
  )
  door.serve(contract.listBots, async ({ actor, query }) => ({ items: await listBots(actor, query.search) }))
}

/** What proves that a call is the program's; each is said once, to who asked for it. */
export function programSecretRoutes(door: ApiDoor): void {
  door.serve(contract.showSecret, async ({ actor, params }) => ({
    secret: await showSecret(actor, params.integrationKey),
  }))
  door.serve(contract.resetSecret, async ({ actor, params, body }) => {
    const { row, secret } = await resetSecret(actor, params.integrationKey, body.overlapHours)
    return { integration: await shown(actor, row), secret }
  })
  door.serve(contract.createToken, async ({ actor, params, body }) => {
    const { row, token } = await createToken(actor, params.integrationKey, body.overlapHours)
    return { integration: await shown(actor, row), token }
  })
  door.serve(contract.endToken, async ({ actor, params }) =>
    shown(actor, await endToken(actor, params.integrationKey, params.tokenId)),
  )
}

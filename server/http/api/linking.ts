import * as groupContract from '../../../contract/api/group-integrations.ts'
import * as contract from '../../../contract/api/linking.ts'
import * as previewContract from '../../../contract/api/previews.ts'
import { changeNoticeRoute, listGroupIntegrations, removeNoticeRoute } from '../../domain/inbound/notice-routes.ts'
import { readNotice } from '../../domain/inbound/read-notice.ts'
import { beginLinking } from '../../domain/linking/begin-sign-in.ts'
import { answerLinking, listLinkedAccounts, unlinkAccount } from '../../domain/linking/linked-accounts.ts'
import { listPostActions, openAction, runAction } from '../../domain/previews/actions.ts'
import { foreseePreview, hidePreview, previewOf } from '../../domain/previews/subject-previews.ts'
import type { ApiDoor } from './serve-route.ts'

export function linkingRoutes(door: ApiDoor): void {
  door.serve(contract.listLinkedAccounts, async ({ actor }) => ({ items: await listLinkedAccounts(actor) }))
  door.serve(contract.linkAccount, async ({ actor, params, body }) => ({
    signInUrl: await beginLinking(actor, params.integrationKey, body.returnTo),
  }))
  door.serve(contract.unlinkAccount, async ({ actor, params }) => {
    await unlinkAccount(actor, params.integrationKey)
    return {}
  })
  door.serve(contract.answerLinking, async ({ actor, params, body }) => {
    await answerLinking(actor, params.integrationKey, body.choice)
    return {}
  })
}

export function actionRoutes(door: ApiDoor): void {
  door.serve(contract.listPostActions, async ({ actor, params }) => ({
    items: await listPostActions(actor, params.postId),
  }))
  door.serve(contract.openAction, ({ actor, params, body }) =>
    openAction(actor, {
      ...body,
      postId: params.postId,
      integrationId: params.integrationKey,
      actionId: params.actionKey,
    }),
  )
  door.serve(contract.runAction, ({ actor, params, body }) =>
    runAction(actor, {
      ...body,
      postId: params.postId,
      integrationId: params.integrationKey,
      actionId: params.actionKey,
    }),
  )
}

export function previewRoutes(door: ApiDoor): void {
  door.serve(previewContract.foreseePreview, ({ actor, query }) => foreseePreview(actor, query.url, query.groupId))
  door.serve(previewContract.getPreview, ({ actor, params, query }) =>
    previewOf(actor, params.subjectId, params.linkKey, query.refresh ?? false),
  )
  door.serve(previewContract.hidePreview, async ({ actor, params, body }) => {
    await hidePreview(actor, params.subjectId, params.linkKey, body.hidden)
    return {}
  })
  door.serve(previewContract.getNotice, ({ actor, params }) => readNotice(actor, params.postId))
}

export function groupIntegrationRoutes(door: ApiDoor): void {
  door.serve(groupContract.listGroupIntegrations, async ({ actor, params }) => ({
    items: await listGroupIntegrations(actor, params.groupId),
  }))
  door.serve(groupContract.changeNoticeRoute, ({ actor, params, body }) =>
    changeNoticeRoute(actor, params.groupId, params.integrationKey, body),
  )
  door.serve(groupContract.removeNoticeRoute, async ({ actor, params }) => {
    await removeNoticeRoute(actor, params.groupId, params.integrationKey)
    return {}
  })
}

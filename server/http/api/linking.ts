import * as attaching from '../../../contract/api/attaching.ts'
import * as contract from '../../../contract/api/linking.ts'
import * as previewContract from '../../../contract/api/previews.ts'
import { readNotice } from '../../domain/inbound/read-notice.ts'
import { beginLinking } from '../../domain/linking/begin-sign-in.ts'
import { answerLinking, listLinkedAccounts, unlinkAccount } from '../../domain/linking/linked-accounts.ts'
import { listPostActions, openAction, runAction } from '../../domain/previews/actions.ts'
import { attachItem, shareAttached, sharingNow } from '../../domain/previews/attach-item.ts'
import { listComposerOffers, listItems } from '../../domain/previews/composer-offers.ts'
import { openGroupAction, runGroupAction } from '../../domain/previews/group-actions.ts'
import { foreseePreview, hidePreview, previewOf } from '../../domain/previews/subject-previews.ts'
import { thumbnailOf } from '../../domain/previews/thumbnail.ts'
import { giveAccess, whoCannotOpen } from '../../domain/previews/who-can-open.ts'
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

/** What a group's composer offers: things to attach, things to start. */
export function offerRoutes(door: ApiDoor): void {
  door.serve(attaching.listComposerOffers, async ({ actor, params }) => ({
    items: await listComposerOffers(actor, params.groupId),
  }))
  door.serve(attaching.listItems, ({ actor, params, query }) =>
    listItems(actor, params.groupId, params.integrationKey, query),
  )
  door.serve(attaching.getSharing, ({ actor, params, query }) =>
    sharingNow(actor, params.groupId, params.integrationKey, query.itemId),
  )
  door.serve(attaching.attachItem, ({ actor, params, body }) =>
    attachItem(actor, params.groupId, params.integrationKey, body),
  )
  door.serve(attaching.shareAttached, async ({ actor, params, body }) => {
    await shareAttached(actor, params.groupId, params.integrationKey, body)
    return {}
  })
  const ofGroup = (params: { groupId: string; integrationKey: string; actionKey: string }) => ({
    groupId: params.groupId,
    integrationId: params.integrationKey,
    actionId: params.actionKey,
  })
  door.serve(contract.openGroupAction, ({ actor, params, body }) =>
    openGroupAction(actor, { ...body, ...ofGroup(params) }),
  )
  door.serve(contract.runGroupAction, ({ actor, params, body }) =>
    runGroupAction(actor, { ...body, ...ofGroup(params) }),
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
  door.serve(previewContract.getThumbnail, async ({ actor, params, reply }) => {
    reply.type('image/webp').header('cache-control', 'private, max-age=60')
    return thumbnailOf(actor, params.subjectId, params.linkKey)
  })
  door.serve(previewContract.whoCannotOpen, ({ actor, params }) =>
    whoCannotOpen(actor, params.subjectId, params.linkKey),
  )
  door.serve(previewContract.giveAccess, async ({ actor, params, body }) => {
    await giveAccess(actor, params.subjectId, params.linkKey, body.memberIds)
    return {}
  })
  door.serve(previewContract.getNotice, ({ actor, params }) => readNotice(actor, params.postId))
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  answerLinking,
  linkAccount,
  listLinkedAccounts,
  listPostActions,
  openAction,
  openGroupAction,
  runAction,
  runGroupAction,
  unlinkAccount,
} from '../../contract/api/linking.ts'
import { getNotice, getPreview } from '../../contract/api/previews.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import type { FormValues } from '../../contract/form.ts'
import { call } from './call.ts'
import { ask } from './query.ts'

export const linkedAccounts = ask(listLinkedAccounts)

/** Goes to the service's sign-in, and comes back to where one is. */
export function useLinkAccount() {
  return useMutation({
    mutationFn: (integrationKey: string) => {
      const returnTo = location.pathname + location.search
      return call(linkAccount, { params: { integrationKey }, body: { returnTo } })
    },
    onSuccess: ({ signInUrl }) => location.assign(signInUrl),
  })
}

/** After a change of accounts or choices: what cards show is another thing now. */
function useForgetCards() {
  const client = useQueryClient()
  return () => {
    for (const route of [listLinkedAccounts, getPreview, getNotice, listPostActions])
      void client.invalidateQueries({ queryKey: [route.path] })
  }
}

export function useUnlinkAccount() {
  const onSuccess = useForgetCards()
  return useMutation({
    mutationFn: (integrationKey: string) => call(unlinkAccount, { params: { integrationKey } }),
    onSuccess,
  })
}

export function useAnswerLinking(integrationKey: string) {
  const onSuccess = useForgetCards()
  return useMutation({
    mutationFn: (choice: BodyOf<typeof answerLinking>['choice']) =>
      call(answerLinking, { params: { integrationKey }, body: { choice } }),
    onSuccess,
  })
}

export const postActions = (postId: string) => ask(listPostActions, { params: { postId } })

/** Where an action starts: at a post, at one of its links, or in a group. */
export type ActionPlace = { readonly postId: string; readonly linkKey?: string } | { readonly groupId: string }
type ActionParams = ActionPlace & { integrationKey: string; actionKey: string }

export function readActionForm(at: ActionParams, values: FormValues) {
  const { integrationKey, actionKey } = at
  if ('groupId' in at)
    return call(openGroupAction, { params: { groupId: at.groupId, integrationKey, actionKey }, body: { values } })
  const { postId, linkKey } = at
  return call(openAction, {
    params: { postId, integrationKey, actionKey },
    body: { values, ...(linkKey !== undefined && { linkKey }) },
  })
}

/** Does it, once for the key. What was done to a thing shows on its card. */
export function useRunAction(at: ActionParams) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: { values: FormValues; idempotencyKey: string }) => {
      const { integrationKey, actionKey } = at
      if ('groupId' in at) {
        const params = { groupId: at.groupId, integrationKey, actionKey }
        return { link: null, ...(await call(runGroupAction, { params, body })) }
      }
      const { postId, linkKey } = at
      const whole = { ...body, ...(linkKey !== undefined && { linkKey }) }
      return call(runAction, { params: { postId, integrationKey, actionKey }, body: whole })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [getPreview.path] }),
    meta: { quiet: true },
  })
}

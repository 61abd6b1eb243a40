import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  answerLinking,
  linkAccount,
  listLinkedAccounts,
  listPostActions,
  openAction,
  runAction,
  unlinkAccount,
} from '../../contract/api/linking.ts'
import { getNotice, getPreview } from '../../contract/api/previews.ts'
import type { BodyOf } from '../../contract/api/route.ts'
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

type ActionParams = { postId: string; integrationKey: string; actionKey: string }

export const readActionForm = (params: ActionParams, body: BodyOf<typeof openAction>) =>
  call(openAction, { params, body })

export const useRunAction = (params: ActionParams) =>
  useMutation({
    mutationFn: (body: BodyOf<typeof runAction>) => call(runAction, { params, body }),
    meta: { quiet: true },
  })

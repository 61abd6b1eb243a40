import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listIntegrations } from '../../contract/api/directory.ts'
import { getIntegration } from '../../contract/api/integrations.ts'
import {
  approveRequest,
  askForIntegration,
  changeRequestPolicy,
  commentOnRequest,
  declineRequest,
  getAsking,
  getRequest,
  getRequestPolicy,
  listRequestComments,
  listRequests,
  listSupporters,
  markRequestSeen,
  type RequestRule,
  rehearseRules,
  withdrawRequest,
} from '../../contract/api/requests.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask, askPages, keyOf } from './query.ts'

export const asking = (integrationKey: string) => ask(getAsking, { params: { integrationKey } })
export const requests = (show: 'open' | 'decided') => ({ ...askPages(listRequests, { query: { show } }), staleTime: 0 })
export const oneRequest = (requestId: string) => ({ ...ask(getRequest, { params: { requestId } }), staleTime: 0 })
export const supportersOf = (requestId: string) => askPages(listSupporters, { params: { requestId } })
export const commentsOf = (requestId: string) => askPages(listRequestComments, { params: { requestId } })
export const requestPolicy = ask(getRequestPolicy)

const stale = [
  getAsking,
  listRequests,
  getRequest,
  listSupporters,
  listRequestComments,
  listIntegrations,
  getIntegration,
]

/** Whatever is done about a request, everything that speaks of requests is asked for again. */
function useAfter() {
  const client = useQueryClient()
  return () => Promise.all(stale.map(route => client.invalidateQueries({ queryKey: [route.path] })))
}

export function useAsk() {
  const client = useQueryClient()
  const after = useAfter()
  return useMutation({
    mutationFn: (body: BodyOf<typeof askForIntegration>) => call(askForIntegration, { body }),
    onSuccess: async answer => {
      client.setQueryData(keyOf(getAsking, { params: { integrationKey: answer.integrationId } }), answer)
      await after()
    },
    meta: { quiet: true },
  })
}

/** What is done to one request, by those who made it and by those who decide. */
export function useRequest(requestId: string) {
  const after = useAfter()
  const params = { requestId }
  return {
    withdraw: useMutation({ mutationFn: () => call(withdrawRequest, { params }), onSuccess: after }),
    comment: useMutation({
      mutationFn: (text: string) => call(commentOnRequest, { params, body: { text } }),
      onSuccess: after,
      meta: { quiet: true },
    }),
    decline: useMutation({
      mutationFn: (reason: string) => call(declineRequest, { params, body: { reason } }),
      onSuccess: after,
      meta: { quiet: true },
    }),
    seen: useMutation({ mutationFn: () => call(markRequestSeen, { params }), onSuccess: after }),
    approve: useMutation({
      mutationFn: (body: BodyOf<typeof approveRequest>) => call(approveRequest, { params, body }),
      onSuccess: async ({ signInUrl }) => {
        if (signInUrl) location.assign(signInUrl)
        else await after()
      },
      onError: after,
      meta: { quiet: true },
    }),
  }
}

export function useRequestPolicy() {
  const client = useQueryClient()
  return {
    change: useMutation({
      mutationFn: (body: BodyOf<typeof changeRequestPolicy>) => call(changeRequestPolicy, { body }),
      onSuccess: policy => client.setQueryData(keyOf(getRequestPolicy), policy),
      // Somebody saved another meanwhile: it is shown beside what is being written.
      onError: () => client.invalidateQueries({ queryKey: keyOf(getRequestPolicy) }),
      meta: { quiet: true },
    }),
    rehearse: useMutation({
      mutationFn: (rules: RequestRule[]) => call(rehearseRules, { body: { rules } }),
      meta: { quiet: true },
    }),
  }
}

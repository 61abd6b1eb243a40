import { useMutation, useQueryClient } from '@tanstack/react-query'
import { groupFeed, homeFeed } from '../../contract/api/posts.ts'
import {
  listWaitingPosts,
  proposePost,
  settleWaitingPost,
  withdrawWaitingPost,
} from '../../contract/api/waiting-posts.ts'
import { call } from './call.ts'
import type { Draft } from './posts.ts'
import { askPages } from './query.ts'

export const waitingPosts = (groupId: string) => askPages(listWaitingPosts, { params: { groupId } })

/** The same draft sent twice waits once: its key is its own. */
export function useProposePost() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ groupId, ...body }: Draft) => call(proposePost, { params: { groupId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listWaitingPosts.path] }),
    meta: { quiet: true },
  })
}

/** Approved or declined, or taken back by its author; what was posted is read anew. */
export function useWaitingPost(groupId: string, waitingId: string) {
  const client = useQueryClient()
  const params = { groupId, waitingId }
  const onSettled = () => {
    for (const route of [listWaitingPosts, groupFeed, homeFeed])
      void client.invalidateQueries({ queryKey: [route.path] })
  }
  return {
    settle: useMutation({
      mutationFn: (approve: boolean) => call(settleWaitingPost, { params, body: { approve } }),
      onSettled,
    }),
    withdraw: useMutation({ mutationFn: () => call(withdrawWaitingPost, { params }), onSettled }),
  }
}

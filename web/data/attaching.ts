import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { attachItem, getSharing, listComposerOffers, listItems, shareAttached } from '../../contract/api/attaching.ts'
import { followThing, listGroupIntegrations, unfollowThing } from '../../contract/api/group-integrations.ts'
import { getPreview, giveAccess, whoCannotOpen } from '../../contract/api/previews.ts'
import type { BodyOf, QueryOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask, keyOf } from './query.ts'

export const composerOffers = (groupId: string) => ask(listComposerOffers, { params: { groupId } })

export type ItemView = QueryOf<typeof listItems>['view']

/** The reader's own things at a service, page by page. They are not kept: somebody may be changing them now. */
export const itemsAt = (
  groupId: string,
  integrationKey: string,
  asked: { view: ItemView; folder?: string; text?: string },
) => {
  const params = { groupId, integrationKey }
  return infiniteQueryOptions({
    queryKey: keyOf(listItems, { params, query: asked }),
    queryFn: ({ signal, pageParam }) =>
      call(listItems, { params, query: { ...asked, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next ?? undefined,
    staleTime: 10_000,
    gcTime: 60_000,
  })
}

/** How the one link of a thing stands, just now. */
export const sharingOf = (groupId: string, integrationKey: string, itemId: string) => ({
  ...ask(getSharing, { params: { groupId, integrationKey }, query: { itemId } }),
  staleTime: 0,
  gcTime: 0,
})

export function useAttaching(groupId: string, integrationKey: string) {
  const params = { groupId, integrationKey }
  return {
    attach: useMutation({
      mutationFn: (body: BodyOf<typeof attachItem>) => call(attachItem, { params, body }),
      meta: { quiet: true },
    }),
    share: useMutation({
      mutationFn: (body: BodyOf<typeof shareAttached>) => call(shareAttached, { params, body }),
      meta: { quiet: true },
    }),
  }
}

export const cannotOpen = (subjectId: string, place: number) => ({
  ...ask(whoCannotOpen, { params: { subjectId, linkKey: String(place) } }),
  staleTime: 0,
  gcTime: 0,
})

/** What is done with the thing on a card, for the group. */
export function useThing(subjectId: string, place: number) {
  const client = useQueryClient()
  const params = { subjectId, linkKey: String(place) }
  return {
    follow: useMutation({
      mutationFn: () => call(followThing, { params }),
      onSuccess: () => client.invalidateQueries({ queryKey: [listGroupIntegrations.path] }),
    }),
    give: useMutation({
      mutationFn: (memberIds: string[]) => call(giveAccess, { params, body: { memberIds } }),
      onSuccess: () => client.invalidateQueries({ queryKey: [getPreview.path] }),
      meta: { quiet: true },
    }),
  }
}

export function useUnfollow(groupId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (followId: string) => call(unfollowThing, { params: { groupId, followId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listGroupIntegrations.path] }),
  })
}

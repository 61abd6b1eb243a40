import { useMutation, useQueryClient } from '@tanstack/react-query'
import { foreseePreview, getNotice, getPreview, hidePreview } from '../../contract/api/previews.ts'
import { call } from './call.ts'
import { ask, keyOf } from './query.ts'

export const previewOf = (subjectId: string, place: number) =>
  ask(getPreview, { params: { subjectId, linkKey: String(place) } })
export const noticeOf = (postId: string) => ask(getNotice, { params: { postId } })
export const foreseen = (url: string, groupId: string) => ask(foreseePreview, { query: { url, groupId } })

/** Asks the service again, for this reader. */
export function useRefreshPreview(subjectId: string, place: number) {
  const client = useQueryClient()
  const params = { subjectId, linkKey: String(place) }
  return useMutation({
    mutationFn: () => call(getPreview, { params, query: { refresh: true } }),
    onSuccess: preview => client.setQueryData(keyOf(getPreview, { params }), preview),
  })
}

/** The sender takes a card away; the live stream tells everybody's screen. */
export const useHidePreview = (subjectId: string, place: number) =>
  useMutation({
    mutationFn: (hidden: boolean) =>
      call(hidePreview, { params: { subjectId, linkKey: String(place) }, body: { hidden } }),
  })

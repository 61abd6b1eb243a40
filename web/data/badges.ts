import { useMutation, useQueryClient } from '@tanstack/react-query'
import { createBadge, listBadges, retireBadge } from '../../contract/api/badges.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask } from './query.ts'

export const ownBadges = ask(listBadges)

export function useBadges() {
  const client = useQueryClient()
  const onSuccess = () => void client.invalidateQueries({ queryKey: [listBadges.path] })
  return {
    make: useMutation({
      mutationFn: (body: BodyOf<typeof createBadge>) => call(createBadge, { body }),
      onSuccess,
      meta: { quiet: true },
    }),
    retire: useMutation({
      mutationFn: (badgeId: string) => call(retireBadge, { params: { badgeId } }),
      onSuccess,
    }),
  }
}

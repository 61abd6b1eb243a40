import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveFrame } from '../../../contract/api/live.ts'
import { getMe, getWelcome, type Me } from '../../../contract/api/session.ts'
import { keyOf } from '../query.ts'
import { applyFrame } from './apply-frame.ts'
import { connectLive } from './connect-live.ts'

/** Keeps everything read fresh while somebody is signed in. It stands once, in the frame. */
export function useLive(me: Me): void {
  const client = useQueryClient()
  const who = `${me.community.id}:${me.memberId}`
  useEffect(() => follow(client, who), [client, who])
}

function follow(client: QueryClient, who: string): () => void {
  let before = true
  return connectLive(who, {
    opened: () => {
      // What was read before the stream stood may have changed in between; later breaks are caught up by the stream itself.
      if (before) askOlderThan(client, Date.now())
      before = false
    },
    frame: data => applyFrame(client, JSON.parse(data) as LiveFrame),
    // If nobody is signed in any more, this question finds out, and leads to the sign-in.
    ended: () => client.invalidateQueries({ queryKey: keyOf(getMe) }),
  })
}

const steady: readonly unknown[] = [getMe.path, getWelcome.path]

function askOlderThan(client: QueryClient, instant: number): void {
  void client.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      state.dataUpdatedAt > 0 && state.dataUpdatedAt < instant && !steady.includes(queryKey[0]),
  })
}

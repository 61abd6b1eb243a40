import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { chooseSeat, getMe, type Me, signOut } from '../../contract/api/session.ts'
import { call } from './call.ts'
import { ask, forgetReader } from './query.ts'

/** It changes by the reader's own doing, or by a frame of the live stream. */
const fresh = { staleTime: Number.POSITIVE_INFINITY }

export const useMeQuery = () => useQuery({ ...ask(getMe), ...fresh })

/** Who is signed in. Screens inside the frame may rely on it. */
export function useMe(): Me {
  const { data } = useMeQuery()
  if (!data) throw new Error('this screen stands inside the frame, which asks who is signed in')
  return data
}

export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => call(signOut),
    onSuccess: async () => {
      forgetDrafts()
      await navigate({ to: '/sign-in' })
      forgetReader(client)
    },
  })
}

/** Changes in this browser when the session sits down elsewhere: its other tabs follow. */
export const seatMark = 'passerelle.seat'

/** Sits down in another community: nothing of the one before may stay, so the page begins anew. */
export function useChooseSeat() {
  return useMutation({
    mutationFn: (communityId: string) => call(chooseSeat, { body: { communityId } }),
    onSuccess: (_, communityId) => {
      localStorage.setItem(seatMark, `${communityId} ${Date.now()}`)
      location.assign('/')
    },
  })
}

/** Whoever signs out may leave the device to somebody else: half-written words go. A session that only ended keeps them. */
function forgetDrafts(): void {
  const drafts = Object.keys(localStorage).filter(name => name.startsWith('passerelle.draft.'))
  for (const name of drafts) localStorage.removeItem(name)
}

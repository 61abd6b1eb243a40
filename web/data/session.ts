import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { BodyOf } from '../../contract/api/route.ts'
import {
  askForReset,
  changePassword,
  changeProfile,
  getMe,
  getOneTimeLink,
  getWelcome,
  type Me,
  setUp,
  signIn,
  signOutEverywhere,
  useOneTimeLink as spendOneTimeLink,
} from '../../contract/api/session.ts'
import { call } from './call.ts'
import { ask, forgetReader, keyOf } from './query.ts'

export const useWelcome = () => useQuery({ ...ask(getWelcome), staleTime: Number.POSITIVE_INFINITY })

export const oneTimeLink = (tokenKey: string) => ask(getOneTimeLink, { params: { tokenKey } })

/** Whoever gets in by any way goes on to where they wanted to be, as who they now are. */
function useEntering<Body>(enter: (body: Body) => Promise<Me>, next: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: enter,
    meta: { quiet: true },
    onSuccess: async me => {
      client.clear()
      client.setQueryData(keyOf(getMe), me)
      await navigate({ to: next, replace: true })
    },
  })
}

/** `next` is a path of ours; anything else leads home. */
export const useSignIn = (next: string | undefined) =>
  useEntering(
    (body: BodyOf<typeof signIn>) => call(signIn, { body }),
    /^\/(?![/\\])/.test(next ?? '') ? (next ?? '/') : '/',
  )

export const useSetUp = () => useEntering((body: BodyOf<typeof setUp>) => call(setUp, { body }), '/')

export const useUseLink = (tokenKey: string) =>
  useEntering((body: BodyOf<typeof spendOneTimeLink>) => call(spendOneTimeLink, { params: { tokenKey }, body }), '/')

export const useAskForReset = () =>
  useMutation({ mutationFn: (email: string) => call(askForReset, { body: { email } }), meta: { quiet: true } })

export function useChangeProfile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof changeProfile>) => call(changeProfile, { body }),
    onSuccess: me => client.setQueryData(keyOf(getMe), me),
  })
}

export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: BodyOf<typeof changePassword>) => call(changePassword, { body }),
    meta: { quiet: true },
  })

export function useSignOutEverywhere() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => call(signOutEverywhere),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' })
      forgetReader(client)
    },
  })
}

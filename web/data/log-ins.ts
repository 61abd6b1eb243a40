import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { answerLogIn, endLogIn, listLogIns, openLogIn, openTyped } from '../../contract/api/log-ins.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask } from './query.ts'

/** What a dialog asks, opened once for its address. */
export const dialogAsked = (body: BodyOf<typeof openLogIn>) =>
  queryOptions({
    queryKey: [openLogIn.path, 'dialog', body],
    queryFn: ({ signal }) => call(openLogIn, { body, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export const useOpenTyped = () =>
  useMutation({ mutationFn: (code: string) => call(openTyped, { body: { code } }), meta: { quiet: true } })

export const useAnswerLogIn = (logInId: string) =>
  useMutation({
    mutationFn: (allowed: boolean) => call(answerLogIn, { params: { logInId }, body: { allowed } }),
    meta: { quiet: true },
  })

export const keptLogIns = ask(listLogIns)

export function useEndLogIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (logInId: string) => call(endLogIn, { params: { logInId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listLogIns.path] }),
  })
}

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  changeRole,
  deactivatePerson,
  invitePerson,
  listPeople,
  makeLink,
  restorePerson,
} from '../../contract/api/people.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import type { CommunityRole } from '../../contract/api/session.ts'
import { call } from './call.ts'
import { askPages } from './query.ts'

export const peopleFound = (search: string | undefined, state: string | undefined) =>
  askPages(listPeople, { query: { ...(search && { search }), ...(state && { state: state as 'active' }) } })

const again = (client: QueryClient) => () => void client.invalidateQueries({ queryKey: [listPeople.path] })

/** Everything done to somebody's seat; the list is asked for again. */
export function usePeople() {
  const onSuccess = again(useQueryClient())
  return {
    invite: useMutation({
      mutationFn: (body: BodyOf<typeof invitePerson>) => call(invitePerson, { body }),
      onSuccess,
      meta: { quiet: true },
    }),
    changeRole: useMutation({
      mutationFn: ({ memberId, role }: { memberId: string; role: CommunityRole }) =>
        call(changeRole, { params: { memberId }, body: { role } }),
      onSuccess,
    }),
    deactivate: useMutation({
      mutationFn: (memberId: string) => call(deactivatePerson, { params: { memberId } }),
      onSuccess,
    }),
    restore: useMutation({
      mutationFn: (memberId: string) => call(restorePerson, { params: { memberId } }),
      onSuccess,
    }),
    makeLink: useMutation({ mutationFn: (memberId: string) => call(makeLink, { params: { memberId } }) }),
  }
}

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  answerGroupRequest,
  appointAdmin,
  archiveGroup,
  changeGroup,
  changeGroupRole,
  createGroup,
  type Group,
  type GroupRole,
  getGroup,
  inviteToGroup,
  joinGroup,
  leaveGroup,
  listGroupMembers,
  listGroupRequests,
  listGroups,
  removeFromGroup,
  restoreGroup,
} from '../../contract/api/groups.ts'
import { groupFeed, homeFeed } from '../../contract/api/posts.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask, askPages, keyOf } from './query.ts'

/** The reader's own groups, by name. */
export const myGroups = askPages(listGroups, { query: { of: 'mine', limit: 100 } })
export const oneGroup = (groupId: string) => ask(getGroup, { params: { groupId } })
export const groupsFound = (search: string | undefined, archived: boolean) =>
  askPages(listGroups, { query: { of: 'all', ...(search && { search }), ...(archived && { archived }) } })
export const groupMembers = (groupId: string, search: string | undefined) =>
  askPages(listGroupMembers, { params: { groupId }, query: { ...(search && { search }) } })
export const groupRequests = (groupId: string) => askPages(listGroupRequests, { params: { groupId } })

/** What a group answered about itself is shown; lists it may have entered or left are asked for again. */
export function takeGroup(client: QueryClient, group: Group): void {
  client.setQueryData(keyOf(getGroup, { params: { groupId: group.id } }), group)
  void client.invalidateQueries({ queryKey: [listGroups.path] })
}

/** After a change of the reader's standing: what they may read there is another thing now. */
export function forgetReading(client: QueryClient, groupId: string): void {
  void client.invalidateQueries({ queryKey: [homeFeed.path] })
  for (const route of [groupFeed, listGroupMembers, listGroupRequests])
    void client.invalidateQueries({ queryKey: [route.path, { groupId }] })
}

export function useCreateGroup() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof createGroup>) => call(createGroup, { body }),
    onSuccess: group => takeGroup(client, group),
  })
}

export function useChangeGroup(groupId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof changeGroup>) => call(changeGroup, { params: { groupId }, body }),
    onSuccess: group => takeGroup(client, group),
  })
}

export function useArchiveGroup(groupId: string) {
  const client = useQueryClient()
  const params = { groupId }
  const onSuccess = (group: Group) => takeGroup(client, group)
  const archive = useMutation({ mutationFn: () => call(archiveGroup, { params }), onSuccess })
  const restore = useMutation({ mutationFn: () => call(restoreGroup, { params }), onSuccess })
  return { archive, restore }
}

/** Joins, asks to join or takes up an invitation: the server knows which. */
export function useJoinGroup(groupId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(joinGroup, { params: { groupId } }),
    onSuccess: group => {
      takeGroup(client, group)
      forgetReading(client, groupId)
    },
  })
}

/** Leaves, takes the question back or declines. `gone`: the group is not to be seen any more. */
export function useLeaveGroup(groupId: string, gone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(leaveGroup, { params: { groupId } }),
    onSuccess: ({ group }) => {
      forgetReading(client, groupId)
      if (group) return takeGroup(client, group)
      void client.invalidateQueries({ queryKey: [listGroups.path] })
      gone()
    },
  })
}

/** Names an admin where nobody leads. */
export function useAppointAdmin(groupId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (memberId: string) => call(appointAdmin, { params: { groupId }, body: { memberId } }),
    onSuccess: group => {
      takeGroup(client, group)
      forgetReading(client, groupId)
    },
  })
}

/** Changes of who is in a group; its members, requests and count are asked for again. */
export function useMembership(groupId: string) {
  const client = useQueryClient()
  const onSuccess = () => {
    for (const route of [getGroup, listGroupMembers, listGroupRequests])
      void client.invalidateQueries({ queryKey: [route.path, { groupId }] })
  }
  const invite = useMutation({
    mutationFn: (memberIds: string[]) => call(inviteToGroup, { params: { groupId }, body: { memberIds } }),
    onSuccess,
  })
  const answer = useMutation({
    mutationFn: ({ memberId, admit }: { memberId: string; admit: boolean }) =>
      call(answerGroupRequest, { params: { groupId, memberId }, body: { admit } }),
    onSuccess,
  })
  const changeRole = useMutation({
    mutationFn: ({ memberId, role }: { memberId: string; role: GroupRole }) =>
      call(changeGroupRole, { params: { groupId, memberId }, body: { role } }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (memberId: string) => call(removeFromGroup, { params: { groupId, memberId } }),
    onSuccess,
  })
  return { invite, answer, changeRole, remove }
}

import { getProfile, suggestMembers } from '../../contract/api/people.ts'
import { ask } from './query.ts'

export const oneProfile = (memberId: string) => ask(getProfile, { params: { memberId } })

/** Completes a name; with a group, people who may read there. */
export const membersLike = (search: string, groupId?: string) =>
  ask(suggestMembers, { query: { search, limit: 8, ...(groupId && { groupId }) } })

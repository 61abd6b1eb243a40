import { addToGroup, setGroupAdmin, takeFromGroup } from '../../../domain/groups/provision-group.ts'
import { memberIn } from '../member-in.ts'
import type { Change, GraphCall } from '../node.ts'

/** Whom a change of a list is about: behind the edge in the path, or as `member`, `email` or `uid` (workplace-graph-api.md 5.2). */
export const addMember: Change = async (call, groupId, sent, item) =>
  done(call, addToGroup(call.caller.bot, groupId, await memberIn(call, sent, item)))

export const removeMember: Change = async (call, groupId, sent, item) =>
  done(call, takeFromGroup(call.caller.bot, groupId, await memberIn(call, sent, item)))

export const promoteAdmin: Change = async (call, groupId, sent, item) =>
  done(call, setGroupAdmin(call.caller.bot, groupId, await memberIn(call, sent, item), true))

export const demoteAdmin: Change = async (call, groupId, sent, item) =>
  done(call, setGroupAdmin(call.caller.bot, groupId, await memberIn(call, sent, item), false))

async function done(call: GraphCall, change: Promise<void>): Promise<unknown> {
  await change
  call.caller.holds('manage_groups')
  return { success: true }
}

/** What programs give to people: skills, badges, a place in a set, the rights of an administrator. */
import { awardBadge } from '../../../domain/badges/award-badge.ts'
import { setAdministrator } from '../../../domain/community/govern-by-program.ts'
import { changePeopleSet, createPeopleSet } from '../../../domain/people-sets/keep-people-sets.ts'
import { addSkill, removeSkill } from '../../../domain/skills/skills.ts'
import { GraphError } from '../graph-error.ts'
import { asText } from '../lenient.ts'
import { memberIn } from '../member-in.ts'
import type { Change } from '../node.ts'

export const giveSkill: Change = async (call, memberId, { params }) => {
  await addSkill(call.caller.bot, memberId, asText(params.name) ?? '')
  call.caller.holds('manage_profiles')
  return { success: true }
}

export const takeSkill: Change = async (call, memberId, { params }) => {
  await removeSkill(call.caller.bot, memberId, asText(params.name) ?? '')
  call.caller.holds('manage_profiles')
  return { success: true }
}

export const giveBadge: Change = async (call, memberId, { params }) => {
  const badge = asText(params.badge)?.trim()
  if (!badge) throw new GraphError('bad_parameter', '(#100) The parameter badge is required')
  await awardBadge(call.caller.bot, memberId, badge)
  call.caller.holds('manage_badges')
  return { success: true }
}

export const makeSet: Change = async (call, _community, { params }) => {
  const { id } = await createPeopleSet(call.caller.bot, asText(params.name) ?? asText(params.displayName) ?? '')
  call.caller.holds('manage_accounts')
  return { id }
}

const placed =
  (inside: boolean): Change =>
  async (call, setId, sent, item) => {
    const member = [await memberIn(call, sent, item)]
    await changePeopleSet(call.caller.bot, setId, inside ? { add: member } : { remove: member })
    call.caller.holds('manage_accounts')
    return { success: true }
  }
export const putInSet = placed(true)
export const takeFromSet = placed(false)

const governing =
  (administrator: boolean): Change =>
  async (call, _community, sent, item) => {
    await setAdministrator(call.caller.bot, await memberIn(call, sent, item), administrator)
    call.caller.holds('manage_accounts')
    return { success: true }
  }
export const nameAdministrator = governing(true)
export const releaseAdministrator = governing(false)

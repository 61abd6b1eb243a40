import type { MemberRef } from '../../../contract/api/basics.ts'
import type { GroupMember, GroupRole } from '../../../contract/api/groups.ts'
import { readIdCursor, readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInside } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { notify } from '../notifications/notify.ts'
import { lockGroup } from './groups.sql.ts'
import { admit, announceMembership, demandAdminLeft, removeMember, withdrawOffer } from './join-group.ts'
import {
  type GroupMemberRow,
  insertOffers,
  membershipOf,
  membersPage,
  offerOf,
  requestsPage,
  setGroupRole,
} from './memberships.sql.ts'

interface Paging {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

export async function listGroupMembers(
  actor: Person,
  groupId: string,
  query: Paging & { search?: string | undefined },
) {
  await demandInside(actor, 'group.read', groupId)
  const limit = query.limit ?? 25
  const after = readSortCursor(query.after)
  const found = await membersPage(actor.communityId, groupId, { search: query.search, after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(presentMember), next: found.length > limit && last ? writeCursor(last.sort, last.id) : null }
}

/** Invites people; each is told. Who is in already, or asked to be, is left as they are (who asked is let in). */
export async function inviteToGroup(actor: Person, groupId: string, memberIds: readonly string[]): Promise<void> {
  await demand(actor, 'group.invite', groupId)
  await transaction(async () => {
    for (const memberId of memberIds) {
      const offer = await offerOf(actor.communityId, groupId, memberId)
      if (offer?.kind === 'asked') await admit(actor, groupId, memberId)
    }
    const invited = await insertOffers(actor.communityId, groupId, memberIds, 'invited', actor.memberId)
    for (const { member_id } of invited) await announceMembership(actor, groupId, member_id, 'created', 'offers')
    await notify(actor, {
      kind: 'group_invited',
      memberIds: invited.map(row => row.member_id),
      groupId,
      subjectId: groupId,
    })
  })
}

export async function changeGroupRole(
  actor: Person,
  groupId: string,
  memberId: string,
  role: GroupRole,
): Promise<GroupMember> {
  await demand(actor, 'group.manage', groupId)
  return transaction(async () => {
    await lockGroup(actor.communityId, groupId)
    const before = await membershipOf(actor.communityId, groupId, memberId)
    if (!before) throw new Refusal('not_found')
    if (before.role === role) return memberOf(actor, groupId, memberId)
    if (role !== 'admin') await demandAdminLeft(actor, groupId, memberId)
    await setGroupRole(actor.communityId, groupId, memberId, role)
    await announceMembership(actor, groupId, memberId, 'changed')
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'group.role_changed',
      subject: 'group',
      subjectId: groupId,
      before: { memberId, role: before.role },
      after: { memberId, role },
      ...cameFrom(actor),
    })
    return memberOf(actor, groupId, memberId)
  })
}

async function memberOf(actor: Person, groupId: string, memberId: string): Promise<GroupMember> {
  const [row] = await membersPage(actor.communityId, groupId, { limit: 1, only: memberId })
  if (!row) throw new Refusal('not_found')
  return presentMember(row)
}

/** Takes somebody out: admins anybody, moderators ordinary members. */
export async function removeFromGroup(actor: Person, groupId: string, memberId: string): Promise<void> {
  const facts = await demand(actor, 'group.moderate', groupId)
  await transaction(async () => {
    const target = await membershipOf(actor.communityId, groupId, memberId)
    if (!target) throw new Refusal('not_found')
    if (target.role !== 'member' && facts.membership !== 'admin') throw new Refusal('forbidden')
    await removeMember(actor, groupId, memberId)
  })
}

export async function listGroupRequests(actor: Person, groupId: string, query: Paging) {
  await demand(actor, 'group.moderate', groupId)
  const limit = query.limit ?? 25
  const found = await requestsPage(actor.communityId, groupId, readIdCursor(query.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ made_at, ...member }) => ({
      member: member satisfies MemberRef,
      askedAt: made_at.toISOString(),
    })),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

/** Lets in who asked, and tells them; or says no, which they see by being able to ask again. */
export async function answerGroupRequest(
  actor: Person,
  groupId: string,
  memberId: string,
  admitted: boolean,
): Promise<void> {
  await demand(actor, 'group.moderate', groupId)
  await transaction(async () => {
    if (!(await withdrawOffer(actor, groupId, memberId, 'asked'))) throw new Refusal('already_settled')
    if (!admitted) return
    await admit(actor, groupId, memberId)
    await notify(actor, { kind: 'group_admitted', memberIds: [memberId], groupId, subjectId: groupId })
  })
}

const presentMember = ({ joined_at, sort: _, ...member }: GroupMemberRow): GroupMember => ({
  ...member,
  joinedAt: joined_at.toISOString(),
})

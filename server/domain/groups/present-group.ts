import type { Group } from '../../../contract/api/groups.ts'
import type { Person } from '../access/actor.ts'
import { type GroupAction, type GroupFacts, groupRules } from '../access/rules.ts'
import type { GroupRow } from './groups.sql.ts'

/** A group as this reader sees it, with what they may do there by the one rule table. */
export function presentGroup(actor: Person, row: GroupRow): Group {
  const facts: GroupFacts = {
    privacy: row.privacy,
    archived: row.archived,
    adminsPost: row.admins_post,
    approves: row.approves,
    letsIn: row.lets_in,
    membership: row.membership,
    invited: row.offer === 'invited',
    role: actor.role,
    inScope: false,
    permissions: [],
  }
  const may = (action: GroupAction): boolean => groupRules[action](facts)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    privacy: row.privacy,
    cover: row.cover,
    archived: row.archived,
    adminsPost: row.admins_post,
    approvesPosts: row.approves,
    letsIn: row.lets_in,
    memberCount: row.member_count,
    standing: row.membership ?? row.offer ?? 'none',
    createdAt: row.created_at.toISOString(),
    may: {
      read: may('group.read'),
      post: may('group.post'),
      propose: may('group.propose'),
      join: may('group.join'),
      ask: may('group.ask') && row.offer !== 'asked',
      leave: row.membership !== null || row.offer !== null,
      invite: may('group.invite'),
      manage: may('group.manage'),
      appoint: row.leaderless && may('group.appoint'),
      moderate: may('group.moderate'),
    },
  }
}

/**
 * Who may do what: the one rule table. `may` decides for one object from facts that it reads; `visible` says the same rule as
 * SQL for lists; access.test.ts proves them equal. No other room decides anything of the kind.
 */
import type { CommunityRole } from '../../../contract/api/session.ts'
import type { PermissionId } from '../../../contract/permissions.ts'

/** What is known about an actor and a group when a rule decides. */
export interface GroupFacts {
  readonly privacy: 'open' | 'closed' | 'secret'
  readonly archived: boolean
  /** Only its admins post in it; whoever reads it may still comment. */
  readonly adminsPost: boolean
  /** What members write waits for those who keep order. */
  readonly approves: boolean
  /** Who lets people in: as its privacy says, any member, or only those who keep order. */
  readonly letsIn: 'privacy' | 'anyone' | 'admins'
  /** Persons: their role in the group. Bots: null. */
  readonly membership: 'member' | 'moderator' | 'admin' | null
  readonly invited: boolean
  /** Persons: their role in the community. Bots: null. */
  readonly role: CommunityRole | null
  /** Bots: enabled, and the group is in the scope of the current grant. Persons: false. */
  readonly inScope: boolean
  /** Bots: what the current grant permits. */
  readonly permissions: readonly string[]
}

type Rule = (facts: GroupFacts) => boolean

const isPerson: Rule = facts => facts.role !== null
const belongs: Rule = facts => facts.membership !== null
const leads: Rule = facts => facts.membership === 'admin'
/** By their role in the group itself. */
const ordersHere: Rule = facts => leads(facts) || facts.membership === 'moderator'
const keepsOrder: Rule = facts =>
  ordersHere(facts) || (facts.role === 'content_moderator' && facts.privacy !== 'secret')
const alive: Rule = facts => !facts.archived
/** Nobody is asked: an open group whose admins did not keep that to themselves. */
const walksIn: Rule = facts => facts.privacy === 'open' && facts.letsIn !== 'admins'
/** Any of these permissions, in a group that the grant reaches. */
const granted =
  (...permissions: readonly PermissionId[]): Rule =>
  facts =>
    facts.inScope && permissions.some(one => facts.permissions.includes(one))
const mayWrite = granted('post_notices', 'manage_content')

/** Seeing that the group is there: its name, description, how many belong. */
const see: Rule = facts =>
  isPerson(facts) ? facts.privacy !== 'secret' || belongs(facts) || facts.invited : facts.inScope

/** Reading what is said in it; for persons also who belongs. */
const read: Rule = facts =>
  isPerson(facts) ? facts.privacy === 'open' || belongs(facts) : granted('read_content')(facts)

/** Writing what everybody reads at once. */
const post: Rule = facts =>
  alive(facts) &&
  (isPerson(facts)
    ? facts.adminsPost
      ? leads(facts)
      : belongs(facts) && (!facts.approves || ordersHere(facts))
    : mayWrite(facts))
const propose: Rule = facts =>
  isPerson(facts) && alive(facts) && belongs(facts) && !facts.adminsPost && facts.approves && !ordersHere(facts)

export const groupRules = {
  'group.see': see,
  'group.read': read,
  /** Who belongs. */
  'group.members': facts => (isPerson(facts) ? read(facts) : granted('read_members', 'manage_groups')(facts)),
  /** Bots: hearing of what is said to them there. */
  'group.mentioned': facts => !isPerson(facts) && granted('mention')(facts),
  'group.post': post,
  /** Writing what then waits to be approved. */
  'group.propose': propose,
  /** Writing something that is read there, at once or once it is approved. */
  'group.compose': facts => post(facts) || propose(facts),
  'group.comment': facts => alive(facts) && (isPerson(facts) ? read(facts) : mayWrite(facts)),
  /** Asking moderators to look at something in it. */
  'group.report': facts => (isPerson(facts) ? read(facts) : granted('report_content')(facts)),
  'group.join': facts => isPerson(facts) && alive(facts) && !belongs(facts) && (walksIn(facts) || facts.invited),
  'group.ask': facts =>
    isPerson(facts) &&
    alive(facts) &&
    !belongs(facts) &&
    !facts.invited &&
    !walksIn(facts) &&
    facts.privacy !== 'secret',
  'group.invite': facts =>
    isPerson(facts) &&
    alive(facts) &&
    belongs(facts) &&
    (facts.letsIn === 'anyone' || walksIn(facts) || keepsOrder(facts)),
  'group.moderate': facts => (isPerson(facts) ? keepsOrder(facts) : granted('manage_content')(facts)),
  'group.manage': facts => (isPerson(facts) ? leads(facts) : granted('manage_groups')(facts)),
  /** Who names an admin where nobody leads any more: who administers the community, or, of a group they cannot see, its members. */
  'group.appoint': facts =>
    isPerson(facts) &&
    ((facts.role === 'system_administrator' && see(facts)) || (facts.privacy === 'secret' && belongs(facts))),
  /** How an integration's notices reach this group. */
  'group.route': facts =>
    isPerson(facts) && alive(facts) && (leads(facts) || (facts.role === 'system_administrator' && see(facts))),
} as const satisfies Record<string, Rule>

export type GroupAction = keyof typeof groupRules

/** What a role in the community allows, whatever the group. */
export const communityRules = {
  'people.manage': role => role === 'system_administrator' || role === 'account_manager',
  /** Giving or taking rights of administration is for those who hold them all. */
  'people.govern': role => role === 'system_administrator',
  'integrations.manage': role => role === 'system_administrator',
  'groups.create': () => true,
  /** What was reported is looked at by those who keep order everywhere. */
  'reports.settle': role => role === 'system_administrator' || role === 'content_moderator',
} as const satisfies Record<string, (role: CommunityRole) => boolean>

export type CommunityAction = keyof typeof communityRules

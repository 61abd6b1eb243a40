/**
 * Why a rule decides as it does, asked of the rule itself: which of the facts, were it another, would turn the answer round. Nothing of `rules.ts` is
 * said here a second time, so what is explained is what is enforced.
 */
import { permissions as known } from '../../../contract/permissions.ts'
import { type GroupAction, type GroupFacts, groupRules } from './rules.ts'

export interface Why {
  readonly allowed: boolean
  /** The facts it hangs on: each alone, or where none does, all together. Empty where nothing that is known could change it. */
  readonly because: readonly FactName[]
  /** Permissions that it needs, or has by, any one of them. */
  readonly permissions: readonly string[]
}

export type FactName = keyof GroupFacts

export function whyInGroup(action: GroupAction, facts: GroupFacts): Why {
  const rule = groupRules[action]
  const allowed = rule(facts)
  const turned = othersOf(facts).filter(other => rule({ ...facts, ...other }) !== allowed)
  const names = [...new Set(turned.flatMap(other => Object.keys(other) as FactName[]))]
  const fewest = names.length > 0 ? names : together(action, facts, allowed)
  return { allowed, because: fewest, permissions: fewest.includes('permissions') ? needed(action, facts, fewest) : [] }
}

/** Each way in which one fact could be another. Whether somebody is a person or a bot is what they are, and no fact about them. */
function othersOf(facts: GroupFacts): Partial<GroupFacts>[] {
  const person = facts.role !== null
  const all: Partial<GroupFacts>[] = [
    { archived: !facts.archived },
    { adminsPost: !facts.adminsPost },
    { approves: !facts.approves },
    ...(['open', 'closed', 'secret'] as const).map(privacy => ({ privacy })),
    ...(['privacy', 'admins', 'anyone'] as const).map(letsIn => ({ letsIn })),
    ...(person
      ? [
          ...([null, 'member', 'moderator', 'admin'] as const).map(membership => ({ membership })),
          { invited: !facts.invited },
          ...(['member', 'content_moderator', 'system_administrator'] as const).map(role => ({ role })),
        ]
      : [{ inScope: !facts.inScope }, ...grants(facts)]),
  ]
  return all.filter(other => Object.entries(other).some(([name, value]) => facts[name as FactName] !== value))
}

const grants = (facts: GroupFacts): Partial<GroupFacts>[] => [
  { permissions: [] },
  ...known
    .filter(one => !facts.permissions.includes(one.id))
    .map(one => ({ permissions: [...facts.permissions, one.id] })),
]

/** No single fact turns it: the first two, or three, that do together. */
function together(action: GroupAction, facts: GroupFacts, allowed: boolean): FactName[] {
  const rule = groupRules[action]
  // Which permission it takes is looked for afterwards: here it is enough that all of them would do.
  const others = othersOf(facts).filter(other => !other.permissions || other.permissions.length === 0)
  if (facts.role === null) others.push({ permissions: known.map(one => one.id) })
  let sets: Partial<GroupFacts>[] = others
  for (let count = 2; count <= 3; count++) {
    sets = sets.flatMap(one =>
      others.filter(other => Object.keys(other).every(name => !(name in one))).map(other => ({ ...one, ...other })),
    )
    const found = sets.find(set => rule({ ...facts, ...set }) !== allowed)
    if (found) return Object.keys(found) as FactName[]
  }
  return []
}

/** Which permissions would do, everything else it hangs on being as it must. */
function needed(action: GroupAction, facts: GroupFacts, because: readonly FactName[]): string[] {
  const willing = {
    ...facts,
    ...(because.includes('inScope') && { inScope: true }),
    ...(because.includes('archived') && { archived: false }),
  }
  return known.map(one => one.id).filter(id => groupRules[action]({ ...willing, permissions: [id] }))
}

import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from './actor.ts'
import { groupFacts } from './facts.sql.ts'
import { type CommunityAction, communityRules, type GroupAction, type GroupFacts, groupRules } from './rules.ts'

/** May the actor do this in the group? */
export async function may(actor: Actor, action: GroupAction, groupId: string): Promise<boolean> {
  const facts = (await groupFacts(actor, [groupId])).get(groupId)
  return facts !== undefined && groupRules[action](facts)
}

/** Like `may`, for those who cannot go on: what they cannot even see is `not_found`, what they see but may not is `forbidden`. */
export async function demand(actor: Actor, action: GroupAction, groupId: string): Promise<GroupFacts> {
  const facts = (await groupFacts(actor, [groupId])).get(groupId)
  if (!facts || !groupRules['group.see'](facts)) throw new Refusal('not_found')
  if (groupRules[action](facts)) return facts
  throw new Refusal(
    facts.archived && groupRules[action]({ ...facts, archived: false }) ? 'group_archived' : 'forbidden',
  )
}

/**
 * For a thing inside a group: who may not read the group is told that the thing is not there. A bot may be allowed to act on what it was told of
 * without reading.
 */
export async function demandInside(actor: Actor, action: GroupAction, groupId: string): Promise<GroupFacts> {
  const facts = (await groupFacts(actor, [groupId])).get(groupId)
  if (facts && actor.kind === 'bot' && groupRules[action](facts)) return facts
  if (!facts || !groupRules['group.read'](facts)) throw new Refusal('not_found')
  if (groupRules[action](facts)) return facts
  throw new Refusal(facts.archived ? 'group_archived' : 'forbidden')
}

/** May the actor do this in the community? A bot never may. */
export const mayInCommunity = (actor: Actor, action: CommunityAction): boolean =>
  actor.kind === 'person' && communityRules[action](actor.role)

export function demandInCommunity(actor: Actor, action: CommunityAction): void {
  if (!mayInCommunity(actor, action)) throw new Refusal('forbidden')
}

import { mostYearsAhead, type Scope } from '../../../contract/api/integrations.ts'
import { nowDate } from '../../platform/clock.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { type EndKey, everyone, setEnd, whole } from './ends.sql.ts'
import { groupsSeen, type InstallationRow, replaceGrant } from './installations.sql.ts'

export type Granted = Pick<InstallationRow, 'id' | 'state' | 'connection' | 'everyone' | 'group_ids'>

/**
 * Puts a new grant in the place of the one before, and answers it as it is written into the audit. With `until`, what it is granted anew ends then: the
 * whole where it was not on and is now for all groups; its being for all groups where it was on for chosen ones, in which it goes on; each group that
 * comes to those it had (decision 0030). What it reached before keeps the end it had, or none.
 */
export async function grant(
  actor: Person,
  before: Granted,
  permissions: readonly string[],
  scope: Scope,
  until?: Date,
) {
  const groupIds = scope.everyone ? beneath(before, until) : await chosenGroups(actor, scope.groupIds, before.group_ids)
  const of = { communityId: actor.communityId, installationId: before.id }
  await replaceGrant({ ...of, permissions, everyone: scope.everyone, groupIds, grantedBy: actor.memberId })
  if (until) await setEnd({ ...of, setBy: actor.memberId }, anew(before, scope), until)
  return { permissions, everyone: scope.everyone, groupIds, ...(until && { endsAt: until.toISOString() }) }
}

/** What has nothing to stand in the place of. */
export const nothingBefore = (id: string): Granted => ({
  id,
  state: 'disabled',
  connection: 'none',
  everyone: false,
  group_ids: [],
})

/** An end lies ahead, and not farther than anybody plans: a day that is years off is a slip of the pen, and one beyond the calendar stops every screen. */
export function demandAhead(endsAt: Date | null | undefined): void {
  if (!endsAt) return
  if (!(endsAt > nowDate())) throw new Refusal('bad_input', { field: 'endsAt', problem: 'past' })
  if (endsAt > farthest()) throw new Refusal('bad_input', { field: 'endsAt', problem: 'far', limit: mostYearsAhead })
}

/** The end of that day, wherever it ends last. */
function farthest(): Date {
  const day = nowDate()
  day.setUTCFullYear(day.getUTCFullYear() + mostYearsAhead)
  return new Date(day.getTime() + 86_400_000)
}

const isOn = ({ state, connection }: Granted): boolean => state === 'enabled' && connection !== 'pending'

/** The groups that it goes on in when it is for all groups no longer. */
const beneath = (before: Granted, until: Date | undefined): string[] =>
  before.everyone || (until && isOn(before)) ? before.group_ids : []

function anew(before: Granted, scope: Scope): EndKey[] {
  const on = isOn(before)
  if (scope.everyone) return on ? (before.everyone ? [] : [everyone]) : [whole]
  if (on && before.everyone) return []
  const groupIds = on ? scope.groupIds.filter(id => !before.group_ids.includes(id)) : scope.groupIds
  return groupIds.map(id => ({ kind: 'group', id }))
}

/**
 * A group is chosen by who sees it: an administrator's right over integrations opens no secret group (design.md rule 7). Those that are granted
 * already and hidden from this administrator stay: what is not seen is not taken away unasked.
 */
async function chosenGroups(actor: Person, asked: readonly string[], granted: readonly string[]): Promise<string[]> {
  const seen = new Set((await groupsSeen(actor, [...asked, ...granted])).map(group => group.id))
  if (asked.some(id => !seen.has(id) && !granted.includes(id))) throw new Refusal('not_found')
  const chosen = [...new Set([...asked, ...granted.filter(id => !seen.has(id))])]
  if (chosen.length === 0) throw new Refusal('groups_needed')
  return chosen
}

import type { Access, Reference } from '../../../connectors/connector.ts'
import type { MemberRef } from '../../../contract/api/basics.ts'
import { rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { getListed } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { asViewer } from './as-viewer.ts'
import type { Claim } from './claim.ts'
import { demandActing } from './demand-acting.ts'
import { claimedLink } from './subject-previews.ts'

/** Services answer for so many at a time; of a very large group its first are asked about. */
const atATime = 100
const most = 500

export interface CannotOpen {
  /** null: the service does not tell. */
  readonly members: MemberRef[] | null
  /** Of how many of the group nothing is known. */
  readonly unknown: number
  readonly mayGive: boolean
}

export const nothingKnown: CannotOpen = { members: null, unknown: 0, mayGive: false }

/** Who of the group cannot open what this link names, as the service tells the reader. */
export async function whoCannotOpen(actor: Person, subjectId: string, place: string): Promise<CannotOpen> {
  const { claim, groupId } = await claimedLink(actor, subjectId, place)
  await demandHere(actor, claim, groupId)
  return cannotOpen(actor, groupId, claim)
}

export async function cannotOpen(
  actor: Person,
  groupId: string,
  { listed, row, reference }: Claim,
): Promise<CannotOpen> {
  const access = listed.connector.links?.access as Access<never> | undefined
  if (!access?.kinds.includes(reference.kind)) return nothingKnown
  const people = await peopleOf(actor.communityId, groupId)
  const asked = people.flatMap(({ email }) => email ?? []).slice(0, most)
  const can = await asViewer(actor, listed, row, client =>
    askInTurn(asked, some => access.who(reference, client, some)),
  )
  const told = people.filter(({ email }) => email !== null && can[email] !== undefined)
  if (told.length === 0) return nothingKnown
  const members = told
    .filter(({ email }) => email !== null && can[email] === false)
    .map(({ email: _email, ...member }) => member)
  return {
    ...{ members, unknown: people.length - told.length },
    mayGive: access.give !== undefined && members.length > 0,
  }
}

type Answers = Readonly<Record<string, boolean>>

/** Where the service says nothing of the first, it will not of the others. */
async function askInTurn(
  emails: readonly string[],
  ask: (some: readonly string[]) => Promise<Answers>,
): Promise<Answers> {
  const found: Record<string, boolean> = {}
  for (let n = 0; n < emails.length; n += atATime) {
    const answers = await ask(emails.slice(n, n + atATime))
    if (Object.keys(answers).length === 0) break
    Object.assign(found, answers)
  }
  return found
}

/** Lets members of the group open it, with the reader's own right to share. */
export async function giveAccess(
  actor: Person,
  subjectId: string,
  place: string,
  memberIds: readonly string[],
): Promise<void> {
  const { claim, groupId } = await claimedLink(actor, subjectId, place)
  await demandHere(actor, claim, groupId)
  await give(actor, groupId, claim.row, claim.reference, memberIds)
}

export async function give(
  actor: Person,
  groupId: string,
  row: InstallationRow,
  reference: Reference,
  memberIds: readonly string[],
): Promise<void> {
  const listed = getListed(row.integration_id)
  const access = listed.connector.links?.access as Access<never> | undefined
  const people = (await peopleOf(actor.communityId, groupId)).filter(person => memberIds.includes(person.id))
  const emails = people.flatMap(({ email }) => email ?? [])
  if (emails.length !== new Set(memberIds).size || !access?.give) throw new Refusal('not_found')
  await asViewer(actor, listed, row, async client => access.give?.(reference, client, emails))
}

/** It is done in somebody's name, so the grant must allow that. */
async function demandHere(actor: Person, { listed, row }: Claim, groupId: string): Promise<void> {
  await demandInside(actor, 'group.comment', groupId)
  await demandActing(actor, listed, row, groupId)
}

const peopleOf = (communityId: string, groupId: string) =>
  rows<MemberRef & { email: string | null }>(sql`
    select m.id, m.name, m.kind, m.picture, m.title, lower(m.email) as email
    from memberships s join members m on m.community_id = s.community_id and m.id = s.member_id and m.active
    where s.community_id = ${communityId} and s.group_id = ${groupId} and m.kind = 'person'
    order by m.email is null, m.id`)

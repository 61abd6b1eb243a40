import type { Sharing } from '../../../contract/api/attaching.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { getListed, sayOf } from '../integrations/catalog.ts'
import { asViewer } from './as-viewer.ts'
import { begun } from './begun.ts'
import { claimOf } from './claim.ts'
import { demandPicker } from './demand-picker.ts'
import { type CannotOpen, cannotOpen, give, nothingKnown } from './who-can-open.ts'

/** What the one link of a thing opens to now; null while it has none, and where every attaching makes a link of its own. */
export async function sharingNow(
  actor: Person,
  groupId: string,
  integrationId: string,
  itemId: string,
): Promise<{ now: Sharing | null }> {
  const { row, picker } = await demandPicker(actor, groupId, integrationId)
  const { oneLink } = picker
  if (!oneLink) return { now: null }
  const now = await asViewer(actor, getListed(integrationId), row, client => oneLink.now(client, itemId))
  return { now: now === undefined ? null : inWords(actor, integrationId, now) }
}

const inWords = (actor: Person, integrationId: string, id: string): Sharing => ({
  id,
  label: sayOf(getListed(integrationId), actor.language, `sharing.${id}`),
})

interface Attached {
  readonly url: string
  readonly groupId: string
  readonly kept: Sharing | null
  readonly cannotOpen: CannotOpen['members']
  readonly unknown: number
  readonly mayGive: boolean
}

/** Makes the link that goes into the post, and says who of the group could not open it. */
export async function attachItem(
  actor: Person,
  groupId: string,
  integrationId: string,
  { itemId, sharing }: { itemId: string; sharing?: string | undefined },
): Promise<Attached> {
  const { row, picker } = await demandPicker(actor, groupId, integrationId)
  const chosen = sharing ?? picker.sharing[0]
  if (chosen !== undefined && !picker.sharing.includes(chosen))
    throw new Refusal('bad_input', { field: 'sharing', problem: 'not_offered' })
  const { url, known, kept } = await asViewer(actor, getListed(integrationId), row, client =>
    picker.attach(client, itemId, chosen),
  )
  if (known) await begun(actor, row, groupId, url, known)
  const claim = await claimOf(actor.communityId, url)
  const { members, ...more } =
    claim?.row.id === row.id ? await cannotOpen(actor, groupId, claim).catch(unknownWhenAway) : nothingKnown
  return {
    ...{ url, groupId, cannotOpen: members, ...more },
    kept: kept === undefined ? null : inWords(actor, integrationId, kept),
  }
}

/** The link is made; that nobody could say who opens it does not take it back. */
function unknownWhenAway(error: unknown): CannotOpen {
  if (error instanceof Refusal) return nothingKnown
  throw error
}

/** Lets members open what is about to be posted. */
export async function shareAttached(
  actor: Person,
  groupId: string,
  integrationId: string,
  { url, memberIds }: { url: string; memberIds: readonly string[] },
): Promise<void> {
  const { row } = await demandPicker(actor, groupId, integrationId)
  const claim = await claimOf(actor.communityId, url)
  if (claim?.row.id !== row.id) throw new Refusal('not_found')
  await give(actor, groupId, row, claim.reference, memberIds)
}

import type { Card } from '../../../contract/preview.ts'
import { harmless } from '../../platform/harmless.ts'
import type { Actor } from '../access/actor.ts'
import { placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import type { Claim } from './claim.ts'
import type { Kept } from './kept-previews.ts'
import { type Known, knownOf } from './known-things.ts'

/**
 * The card that needs no account: from the address, and from what events told this group. Nothing where the connector has none for it, or where
 * the thing is over and nobody told how it ended.
 */
export async function plainCard(
  actor: Actor,
  groupId: string,
  { listed, row, reference }: Claim,
  over: boolean,
): Promise<Card | undefined> {
  const { links } = listed.connector
  if (!links?.plain) return undefined
  const known = await knownHere(actor, groupId, { row, listed, reference })
  if (over && Object.keys(known).length === 0) return undefined
  return harmless(links.plain(reference, placeOf(listed, wholeSettings(row)), known))
}

/** What a viewer's account was shown, with what events told this group since. */
export async function heeded(actor: Actor, groupId: string, claim: Claim, found: Kept): Promise<Kept> {
  const heed = claim.listed.connector.links?.heed
  const { outcome } = found
  if (!heed || outcome.state !== 'shown') return found
  const known = await knownHere(actor, groupId, claim)
  return { ...found, outcome: { ...outcome, card: harmless(heed(outcome.card, known)) } }
}

async function knownHere(
  { communityId }: Actor,
  groupId: string,
  { listed, row, reference }: Pick<Claim, 'listed' | 'row' | 'reference'>,
): Promise<Known> {
  const item = listed.connector.links?.item?.(reference)
  return item ? knownOf({ communityId, installationId: row.id, groupId, item }) : {}
}

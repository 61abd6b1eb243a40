import type { Card } from '../../../contract/preview.ts'
import { harmless } from '../../platform/harmless.ts'
import type { Actor } from '../access/actor.ts'
import { placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import type { Claim } from './claim.ts'
import { knownOf } from './known-things.ts'

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
  const item = links.item?.(reference)
  const known = item ? await knownOf({ communityId: actor.communityId, installationId: row.id, groupId, item }) : {}
  if (over && Object.keys(known).length === 0) return undefined
  return harmless(links.plain(reference, placeOf(listed, wholeSettings(row)), known))
}

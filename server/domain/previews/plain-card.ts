import type { Card } from '../../../contract/preview.ts'
import type { Actor } from '../access/actor.ts'
import { placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import type { Claim } from './claim.ts'
import { knownOf } from './known-things.ts'

/** The card that needs no account: from the address, and from what events told this group. Nothing where the connector has none for it. */
export async function plainCard(
  actor: Actor,
  groupId: string,
  { listed, row, reference }: Claim,
): Promise<Card | undefined> {
  const { links } = listed.connector
  if (!links?.plain) return undefined
  const item = links.item?.(reference)
  const known = item ? await knownOf({ communityId: actor.communityId, installationId: row.id, groupId, item }) : {}
  return links.plain(reference, placeOf(listed, wholeSettings(row)), known)
}

import type { Listed } from '../../../connectors/catalog.ts'
import type { Reference } from '../../../connectors/connector.ts'
import { findListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationsOf } from '../integrations/installations.sql.ts'

/** Who claims this address, among what the community has installed. */
export interface Claim {
  readonly listed: Listed
  readonly row: InstallationRow
  readonly reference: Reference
}

export async function claimOf(communityId: string, url: string): Promise<Claim | undefined> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed) return undefined
  for (const row of await installationsOf(communityId)) {
    const listed = findListed(row.integration_id)
    if (row.connection === 'pending' || !listed?.connector.links) continue
    const reference = listed.connector.links.recognise(parsed, placeOf(listed, wholeSettings(row)))
    if (reference) return { listed, row, reference }
  }
  return undefined
}

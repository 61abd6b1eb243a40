import type { Listed } from '../../../connectors/catalog.ts'
import type { Reference } from '../../../connectors/connector.ts'
import { allListed, findListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationsOf } from '../integrations/installations.sql.ts'
import { draftSettings } from '../integrations/settings.ts'

/** What of an installation tells whose address it is. */
export type InstalledService = Pick<
  InstallationRow,
  'id' | 'integration_id' | 'settings' | 'credentials' | 'connection'
>

/** Who claims an address, among what the community has installed. */
export interface Claim<Row extends InstalledService = InstallationRow> {
  readonly listed: Listed
  readonly row: Row
  readonly reference: Reference
}

export async function claimOf(communityId: string, url: string): Promise<Claim | undefined> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed) return undefined
  for (const row of await installationsOf(communityId)) {
    const claim = claimBy(row, parsed)
    if (claim) return claim
  }
  return undefined
}

/** Whose address it would be, were what the server has enabled with its usual settings: somebody may ask for that one. */
export function claimOfCatalog(url: string): Listed | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed && allListed().find(listed => wouldClaim(listed, parsed))
}

function wouldClaim(listed: Listed, url: URL): boolean {
  const settings = listed.connector.links && draftSettings(listed, {})
  return Boolean(settings && listed.connector.links?.recognise(url, placeOf(listed, settings)))
}

/** The same, of one that is installed. */
export function claimBy<Row extends InstalledService>(row: Row, url: URL): Claim<Row> | undefined {
  const listed = findListed(row.integration_id)
  if (row.connection === 'pending' || !listed?.connector.links) return undefined
  const reference = listed.connector.links.recognise(url, placeOf(listed, wholeSettings(row)))
  return reference && { listed, row, reference }
}

import type { Language } from '../../../contract/api/basics.ts'
import { rows, sql } from '../../platform/db.ts'
import { allListed, sayOf } from '../integrations/catalog.ts'
import { logoAddress } from '../integrations/custom.sql.ts'

export interface Named {
  readonly id: string
  readonly name: string
  readonly icon: string | null
}

/** What every integration of the community is called, also those that it deleted. */
export async function namesOf(communityId: string, language: Language): Promise<Map<string, Named>> {
  const customs = await rows<{ id: string; name: string; logo_key: string | null }>(
    sql`select id, name, logo_key from custom_integrations where community_id = ${communityId}`,
  )
  const connectors = allListed().map(listed => ({
    id: listed.connector.id,
    name: sayOf(listed, language, 'name'),
    icon: `/api/integrations/${listed.connector.id}/icon.svg`,
  }))
  const ours = customs.map(row => ({ id: row.id, name: row.name, icon: logoAddress(row) }))
  return new Map([...connectors, ...ours].map(named => [named.id, named]))
}

import type { Integration, IntegrationRow, IntegrationStatus } from '../../../contract/api/integrations.ts'
import type { Person } from '../access/actor.ts'
import { allListed, getListed } from './catalog.ts'
import { failedSubscriptions } from './facts.sql.ts'
import { installationOf, installationsOf } from './installations.sql.ts'
import { presentIntegration, presentRow } from './present-integration.ts'

export interface DirectoryFilter {
  readonly search?: string | undefined
  readonly category?: string | undefined
  readonly status?: IntegrationStatus | 'attention' | undefined
}

const attention: readonly IntegrationStatus[] = ['needs_setup', 'needs_reconnecting', 'needs_attention']
const enabled: readonly IntegrationStatus[] = ['enabled', 'enabled_for', ...attention]

/** The directory, by name in the reader's language; its counters count what the search leaves. */
export async function listIntegrations(actor: Person, filter: DirectoryFilter) {
  const [installations, failed] = await Promise.all([
    installationsOf(actor.communityId),
    failedSubscriptions(actor.communityId),
  ])
  const byIntegration = new Map(installations.map(row => [row.integration_id, row]))
  const found = allListed()
    .map(listed => {
      const row = byIntegration.get(listed.connector.id)
      return presentRow(listed, actor.language, row, row && failed.get(row.id))
    })
    .filter(row => matches(row, filter))
    .sort((a, b) => a.name.localeCompare(b.name, actor.language))
  const count = (statuses: readonly IntegrationStatus[]): number =>
    found.filter(row => statuses.includes(row.status)).length
  return {
    items: found.filter(
      row =>
        !filter.status ||
        (filter.status === 'attention' ? attention.includes(row.status) : row.status === filter.status),
    ),
    counts: { enabled: count(enabled), attention: count(attention), available: count(['available']) },
  }
}

export async function getIntegration(actor: Person, integrationId: string): Promise<Integration> {
  return presentIntegration(actor, getListed(integrationId), await installationOf(actor.communityId, integrationId))
}

function matches(row: IntegrationRow, filter: DirectoryFilter): boolean {
  const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain(`${row.name} ${row.publisher} ${row.tagline}`)
  return (
    (!filter.category || row.category === filter.category) &&
    (!filter.search || words.includes(plain(filter.search.trim())))
  )
}

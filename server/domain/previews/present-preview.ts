import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Preview, ShownCard } from '../../../contract/api/previews.ts'
import type { Card, Fact } from '../../../contract/preview.ts'
import { hasSentence, sayOf } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import type { Kept } from './kept-previews.ts'

type Source = Extract<Preview, { state: 'off' }>['source']

export function sourceOf(listed: Listed, row: InstallationRow, language: Language): Source {
  const { id } = listed.connector
  return {
    installationId: row.id,
    integrationId: id,
    name: sayOf(listed, language, 'name'),
    icon: `/api/integrations/${id}/icon.svg`,
  }
}

export function presentOutcome(
  listed: Listed,
  language: Language,
  source: Source,
  found: Kept,
  accountLabel: string | null,
): Preview {
  const { outcome } = found
  switch (outcome.state) {
    case 'shown':
    case 'limited':
      return {
        state: outcome.state,
        source,
        card: presentCard(listed, language, outcome.card),
        personal: outcome.audience === 'viewer' && listed.connector.oauth !== undefined,
        fetchedAt: new Date(found.fetchedAt).toISOString(),
      }
    case 'account_needed':
      return { state: 'account_needed', source, dismissed: false }
    case 'not_yours':
      return { state: 'not_yours', source, accountLabel }
    case 'gone':
      return { state: 'gone', source }
    case 'unreachable':
      return { state: 'unreachable', source, retryAfter: outcome.retryAfter ?? null }
  }
}

function presentCard(listed: Listed, language: Language, card: Card): ShownCard {
  const actions = (card.actions ?? []).map(id => ({ id, label: sayOf(listed, language, `action.${id}.label`) }))
  return { ...card, facts: presentFacts(listed, language, card.facts), actions }
}

/** Labels of the connector become words of the reader's; a label that the service itself named stays. */
export const presentFacts = (listed: Listed, language: Language, facts: readonly Fact[]): ShownCard['facts'] =>
  facts.map(fact => ({
    ...fact,
    label: hasSentence(listed, `fact.${fact.label}`) ? sayOf(listed, language, `fact.${fact.label}`) : fact.label,
  }))

/** A card of the open web: its source is the page's own host. */
export function openWeb({ outcome, fetchedAt }: Kept): Preview {
  if (outcome.state !== 'shown') return { state: 'none' }
  const source = { installationId: null, integrationId: null, name: new URL(outcome.card.url).hostname, icon: null }
  const card = { ...outcome.card, facts: [], actions: [] }
  return { state: 'shown', source, card, personal: false, fetchedAt: new Date(fetchedAt).toISOString() }
}

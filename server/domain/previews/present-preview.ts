import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Preview, ShownCard } from '../../../contract/api/previews.ts'
import type { Card, Fact } from '../../../contract/preview.ts'
import { now, nowDate } from '../../platform/clock.ts'
import { oneLine } from '../../platform/harmless.ts'
import { hasSentence, sayOf } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import type { Claim } from './claim.ts'
import type { Kept } from './kept-previews.ts'

type Source = Extract<Preview, { state: 'off' }>['source']

export function sourceOf(listed: Listed, row: Pick<InstallationRow, 'id'> | undefined, language: Language): Source {
  const { id } = listed.connector
  return {
    installationId: row?.id ?? null,
    integrationId: id,
    name: sayOf(listed, language, 'name'),
    icon: `/api/integrations/${id}/icon.svg`,
  }
}

export function presentOutcome(
  { listed, reference }: Pick<Claim, 'listed' | 'reference'>,
  language: Language,
  source: Source,
  found: Kept,
  accountLabel: string | null,
): Preview {
  const { outcome } = found
  switch (outcome.state) {
    case 'shown':
    case 'limited': {
      const personal = outcome.audience === 'viewer' && listed.connector.oauth !== undefined
      const card = presentCard(listed, language, outcome.card)
      const fetchedAt = new Date(found.fetchedAt).toISOString()
      if (outcome.state === 'limited') return { state: 'limited', source, card, personal, fetchedAt }
      const mayShare = listed.connector.links?.access?.kinds.includes(reference.kind) ?? false
      const mayFollow = listed.connector.events?.followed?.includes(reference.kind) ?? false
      return {
        state: 'shown',
        source,
        card,
        personal,
        fetchedAt,
        accountNeeded: false,
        mayShare,
        mayFollow,
        ask: null,
        instead: null,
      }
    }
    case 'account_needed':
      return { state: 'account_needed', source, dismissed: false }
    case 'not_yours':
      return { state: 'not_yours', source, accountLabel }
    case 'gone':
      return { state: 'gone', source }
    case 'unreachable':
      return { state: 'unreachable', source, retryAfter: secondsLeft(outcome.retryAfter, found.fetchedAt) }
  }
}

/** Of what the service said, a part may have passed. */
const secondsLeft = (retryAfter: number | undefined, since: number): number | null =>
  retryAfter === undefined ? null : Math.max(0, Math.ceil(retryAfter - (now() - since) / 1_000))

/** The card that needs no account, in place of a preview that shows nothing. */
export function presentPlain(
  { listed }: Claim,
  language: Language,
  preview: Extract<Preview, { state: 'account_needed' | 'not_yours' | 'gone' }>,
  card: Card,
): Preview {
  return {
    state: 'shown',
    source: preview.source,
    card: presentCard(listed, language, card),
    personal: false,
    fetchedAt: nowDate().toISOString(),
    accountNeeded: preview.state === 'account_needed' && !preview.dismissed,
    mayShare: false,
    mayFollow: false,
    ask: null,
    instead: null,
  }
}

/** Characters of a card's words; a connector may be anybody's. */
const longest = { title: 300, summary: 600 }

function presentCard(listed: Listed, language: Language, card: Card): ShownCard {
  const actions = (card.actions ?? []).map(id => ({ id, label: sayOf(listed, language, `action.${id}.label`) }))
  const { thumbnail, ...words } = card
  const title = oneLine(card.title, longest.title)
  const summary = card.summary && oneLine(card.summary, longest.summary)
  return {
    ...words,
    title,
    ...(summary && { summary }),
    thumbnail: thumbnail ? '' : null,
    facts: presentFacts(listed, language, card.facts),
    actions,
  }
}

/** Labels and values of the connector's become words of the reader's; what the service itself named stays. */
export const presentFacts = (listed: Listed, language: Language, facts: readonly Fact[]): ShownCard['facts'] =>
  facts.map(fact => ({
    ...fact,
    label: wordFor(listed, language, `fact.${fact.label}`) ?? fact.label,
    value: wordFor(listed, language, `fact.${fact.label}.${fact.value}`) ?? fact.value,
  }))

const wordFor = (listed: Listed, language: Language, key: string): string | undefined =>
  hasSentence(listed, key) ? sayOf(listed, language, key) : undefined

/** A card of the open web: its source is the page's own host. */
export function openWeb({ outcome, fetchedAt }: Kept): Preview {
  if (outcome.state !== 'shown') return { state: 'none' }
  const source = { installationId: null, integrationId: null, name: new URL(outcome.card.url).hostname, icon: null }
  const card = { ...outcome.card, thumbnail: null, facts: [], actions: [] }
  const plain = { personal: false, accountNeeded: false, mayShare: false, mayFollow: false, ask: null, instead: null }
  return { state: 'shown', source, card, ...plain, fetchedAt: new Date(fetchedAt).toISOString() }
}

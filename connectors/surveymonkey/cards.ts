import type { Card, Fact } from '../../contract/preview.ts'
import type { Reference } from '../connector.ts'
import type { Collector, Survey } from './surveys.ts'

export function cardOfCollector(survey: Survey, collector: Collector, url: string): Card {
  const facts: Fact[] = [
    standing(collector.open ? 'open' : 'closed'),
    { label: 'responses', kind: 'text', value: String(collector.responses) },
    { label: 'questions', kind: 'text', value: String(survey.questions) },
  ]
  if (collector.closes) facts.push({ label: 'closes', kind: 'date', value: collector.closes })
  return {
    url,
    kind: 'collector',
    title: survey.title || '—',
    facts,
    actions: collector.open ? ['show_results', 'close_collector'] : ['show_results'],
  }
}

/** A survey in its editor, or its results: all of its answers, whichever way they came. */
export const cardOfSurvey = (survey: Survey, kind: string, url: string): Card => ({
  url,
  kind,
  title: survey.title || '—',
  facts: [
    { label: 'responses', kind: 'text', value: String(survey.responses) },
    { label: 'questions', kind: 'text', value: String(survey.questions) },
    ...(survey.changed ? [{ label: 'changed', kind: 'date' as const, value: survey.changed }] : []),
  ],
})

/** For everyone else: take the survey; and how many have, where it was posted from here. */
export function cardForAll(reference: Reference, known: Readonly<Record<string, string>>): Card {
  const { kind, ids } = reference
  const facts: Fact[] = []
  if (known.status === 'open' || known.status === 'closed') facts.push(standing(known.status))
  if (known.responses) facts.push({ label: 'responses', kind: 'text', value: known.responses })
  const summary = new URL(ids.host ?? '').hostname
  return {
    url: addressOf(reference),
    kind,
    title: known.title || `SurveyMonkey ${ids.slug ?? ''}`.trim(),
    summary,
    facts,
  }
}

export const addressOf = ({ kind, ids }: Reference): string => {
  if (kind === 'collector') return `${ids.host}/r/${ids.slug}`
  return kind === 'editor' ? `${ids.host}/create/?sm=${encodeURIComponent(ids.name ?? '')}` : `${ids.host}${ids.path}`
}

const standing = (value: string): Fact => ({
  label: 'status',
  kind: 'state',
  value,
  tone: value === 'open' ? 'doing' : 'done',
})

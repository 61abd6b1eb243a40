import type { Card, Fact, PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import type { SurveyClient, SurveySettings } from './site.ts'
import { type Collector, collectorsOf, type Survey, slugOf, surveysOf } from './surveys.ts'

const hosts = ['sites', 'canada', 'research']
/** Hosts of the vendor that hold no surveys. */
const elsewhere = /^(?:help|developer|api|blog|apply|investor|secure|contribute)(?:\.|$)/

/** Addresses of collectors (where people answer), of the editor, and of results. What follows `sm=` is no id of the interface. */
export function recognise(url: URL, place: Place<SurveySettings>): Reference | undefined {
  const found = hosts.map(name => under(url, place.address(name))).find(one => one !== undefined)
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second = ''] = found.path.split('/').filter(Boolean)
  const host = found.origin
  if (first === 'r' && /^[\w-]{3,80}$/.test(second) && second !== 'Preview')
    return { kind: 'collector', ids: { host, slug: second } }
  if (first === 'create' && url.searchParams.has('sm')) return { kind: 'editor', ids: { host, path: found.path } }
  const results = (first === 'analyze' || first === 'results' || first === 'summary') && second !== ''
  return results ? { kind: 'results', ids: { host, path: found.path } } : undefined
}

/** Only the owner's account knows which survey an address belongs to; it is found by looking through the account's newest. */
export async function preview(reference: Reference, client: SurveyClient): Promise<PreviewOutcome> {
  if (reference.kind !== 'collector') return { state: 'not_yours' }
  const { slug = '', host = '' } = reference.ids
  const { status, surveys } = await surveysOf(client)
  if (status === 401) return { state: 'account_needed' }
  if (status >= 400) return { state: 'not_yours' }
  for (const survey of surveys) {
    const collector = (await collectorsOf(client, survey.id)).find(one => slugOf(one.url) === slug)
    if (collector) return { state: 'shown', audience: 'viewer', card: cardOf(survey, collector, `${host}/r/${slug}`) }
  }
  return { state: 'not_yours' }
}

function cardOf(survey: Survey, collector: Collector, url: string): Card {
  const facts: Fact[] = [
    standing(collector.open ? 'open' : 'closed'),
    { label: 'responses', kind: 'text', value: String(collector.responses) },
    { label: 'questions', kind: 'text', value: String(survey.questions) },
  ]
  if (collector.closes) facts.push({ label: 'closes', kind: 'date', value: collector.closes })
  return {
    url,
    kind: 'collector',
    title: survey.title,
    facts,
    actions: collector.open ? ['show_results', 'close_collector'] : ['show_results'],
  }
}

const standing = (value: string): Fact => ({
  label: 'status',
  kind: 'state',
  value,
  tone: value === 'open' ? 'doing' : 'done',
})

/** For everyone else: take the survey; and how many have, where it was posted from here. */
export function plain(
  { kind, ids }: Reference,
  _place: Place<SurveySettings>,
  known: Readonly<Record<string, string>>,
): Card {
  const facts: Fact[] = []
  if (known.status) facts.push(standing(known.status))
  if (known.responses) facts.push({ label: 'responses', kind: 'text', value: known.responses })
  const host = new URL(ids.host ?? '').hostname
  const url = kind === 'collector' ? `${ids.host}/r/${ids.slug}` : `${ids.host}${ids.path}`
  return { url, kind, title: known.title || `SurveyMonkey ${ids.slug ?? ''}`.trim(), summary: host, facts }
}

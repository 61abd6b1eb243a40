import type { Card, PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { addressOf, cardForAll, cardOfCollector, cardOfSurvey } from './cards.ts'
import { forget, surveyBehind } from './finding.ts'
import { demandDone, type SurveyClient, SurveyRefused, type SurveySettings } from './site.ts'
import { askSurvey, collectorsOf, slugOf, surveyOf } from './surveys.ts'

const hosts = ['sites', 'canada', 'research']
/** Hosts of the vendor that hold no surveys. */
const elsewhere = /^(?:help|developer|api|blog|apply|investor|secure|contribute)(?:\.|$)/

/** Addresses of collectors (where people answer), of the editor, and of results. What they call a survey is no id of the interface. */
export function recognise(url: URL, place: Place<SurveySettings>): Reference | undefined {
  const found = hosts.map(name => under(url, place.address(name))).find(one => one !== undefined)
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second = ''] = found.path.split('/').filter(Boolean)
  const host = found.origin
  if (first === 'r' && /^[\w-]{3,80}$/.test(second) && second !== 'Preview')
    return { kind: 'collector', ids: { host, slug: second } }
  const name = first === 'create' ? (url.searchParams.get('sm') ?? '') : second
  if (name === '' || name.length > 300) return undefined
  if (first === 'create') return { kind: 'editor', ids: { host, name } }
  const results = first === 'analyze' || first === 'results' || first === 'summary'
  return results ? { kind: 'results', ids: { host, path: found.path, name } } : undefined
}

/** Only the owner's account knows which survey an address belongs to. */
export async function preview(reference: Reference, client: SurveyClient): Promise<PreviewOutcome> {
  try {
    const id = await surveyBehind(client, reference)
    return id ? await cardBehind(reference, id, client) : { state: 'not_yours' }
  } catch (error) {
    if (!(error instanceof SurveyRefused)) throw error
    if (error.status === 401) return { state: 'account_needed' }
    forget(client, reference)
    return { state: 'not_yours' }
  }
}

async function cardBehind(reference: Reference, id: string, client: SurveyClient): Promise<PreviewOutcome> {
  const answer = await askSurvey(client, id)
  demandDone(answer)
  const survey = surveyOf(answer.json)
  const url = addressOf(reference)
  if (reference.kind !== 'collector')
    return { state: 'shown', audience: 'viewer', card: cardOfSurvey(survey, reference.kind, url) }
  const collector = (await collectorsOf(client, id)).find(one => slugOf(one.url) === reference.ids.slug)
  if (collector) return { state: 'shown', audience: 'viewer', card: cardOfCollector(survey, collector, url) }
  forget(client, reference)
  return { state: 'gone' }
}

export const plain = (
  reference: Reference,
  _place: Place<SurveySettings>,
  known: Readonly<Record<string, string>>,
): Card => cardForAll(reference, known)

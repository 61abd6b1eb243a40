import { type Action, NotPossible, type Reference } from '../connector.ts'
import { at, list, number, text } from '../reading.ts'
import { surveyBehind } from './finding.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import { askSurvey, type Collector, collectorsOf, itemOf, slugOf, surveyOf } from './surveys.ts'

/** No more answers are taken; offered to the owner, on the card. */
export const closeCollector: Action<SurveySettings> = {
  id: 'close_collector',
  on: 'card',
  async form() {
    return []
  },
  async run(client, _values, { reference }) {
    const { collector } = await ownCollector(client, reference)
    const path = `/collectors/${encodeURIComponent(collector.id)}`
    demandDone(await callSurvey(client, path, { method: 'PATCH', json: { status: 'closed' } }))
    return { values: {}, known: { item: itemOf(slugOf(collector.url)), values: { status: 'closed' } } }
  },
}

/** How the answers stand, in one sentence for the owner alone; the whole is a click away. */
export const showResults: Action<SurveySettings> = {
  id: 'show_results',
  on: 'card',
  async form() {
    return []
  },
  async run(client, _values, { reference }) {
    const { surveyId, collector } = await ownCollector(client, reference)
    const answer = await askSurvey(client, surveyId)
    demandDone(answer)
    const { title } = surveyOf(answer.json)
    return { values: { count: String(collector.responses), title, summary: await firstAnswers(client, surveyId) } }
  },
}

/** The first question that has choices, and how many chose each; empty where the account's plan keeps that back. */
async function firstAnswers(client: SurveyClient, surveyId: string): Promise<string> {
  const rollups = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/rollups`)
  if (rollups.status >= 400) return ''
  const details = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/details`)
  const asked = list(at(rollups.json).data).find(one => list(at(one, 'summary', 0).choices).length > 0)
  const question = list(at(details.json).pages)
    .flatMap(page => list(at(page).questions))
    .find(one => text(at(one).id) === text(at(asked).id))
  const words = new Map(
    list(at(question, 'answers').choices).map(choice => [text(at(choice).id), text(at(choice).text)]),
  )
  const counted = list(at(asked, 'summary', 0).choices).map(
    choice => `${words.get(text(at(choice).id)) ?? '?'} ${number(at(choice).count) ?? 0}`,
  )
  const heading = text(at(question, 'headings', 0).heading)
  return heading && counted.length > 0 ? `${heading} ${counted.join(', ')}` : ''
}

async function ownCollector(
  client: SurveyClient,
  reference: Reference | undefined,
): Promise<{ surveyId: string; collector: Collector }> {
  const surveyId = reference?.kind === 'collector' ? await surveyBehind(client, reference) : undefined
  const found = surveyId ? await collectorsOf(client, surveyId) : []
  const collector = found.find(one => slugOf(one.url) === reference?.ids.slug)
  if (!surveyId || !collector) throw new NotPossible('gone')
  return { surveyId, collector }
}

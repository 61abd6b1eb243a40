import { type Action, ServiceRefused } from '../connector.ts'
import { at, list, number, text } from '../reading.ts'
import { collectorId } from './events.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import { collectorsOf, itemOf, slugOf, surveysOf } from './surveys.ts'

/** No more answers are taken; offered to the owner, on the card. */
export const closeCollector: Action<SurveySettings> = {
  id: 'close_collector',
  on: 'card',
  async form() {
    return []
  },
  async run(client, _values, { reference }) {
    const slug = reference?.ids.slug ?? ''
    const id = await collectorId(client, slug)
    if (!id) throw new ServiceRefused('This collector is not among yours.')
    demandDone(await callSurvey(client, `/collectors/${id}`, { method: 'PATCH', json: { status: 'closed' } }))
    return { values: {}, known: { item: itemOf(slug), values: { status: 'closed' } } }
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
    const slug = reference?.ids.slug ?? ''
    for (const survey of (await surveysOf(client)).surveys) {
      const collector = (await collectorsOf(client, survey.id)).find(one => slugOf(one.url) === slug)
      if (!collector) continue
      const summary = await firstAnswers(client, survey.id)
      return { values: { count: String(collector.responses), title: survey.title, summary } }
    }
    throw new ServiceRefused('This survey is not among yours.')
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

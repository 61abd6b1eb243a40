import { type Picker, ServiceRefused } from '../connector.ts'
import { at, text } from '../reading.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import { type Collector, collectorOf, collectorsOf, itemOf, slugOf, surveyOf, surveysOf } from './surveys.ts'

/** The account's surveys; what is posted is a collector of one: the one that is open already, or a new one for this group alone. */
export const picker: Picker<SurveySettings> = {
  views: ['recent', 'search'],
  sharing: ['existing', 'new'],
  async list(client, { view, text: typed, cursor }) {
    const page = Number(cursor ?? '1')
    const { surveys, more } = await surveysOf(client, { page, ...(view === 'search' && typed && { title: typed }) })
    const items = surveys.map(survey => ({
      id: survey.id,
      kind: 'item' as const,
      name: survey.title,
      detail: `${survey.questions} · ${survey.responses}`,
      ...(survey.changed && { changedAt: survey.changed }),
    }))
    return { items, ...(more && { cursor: String(page + 1) }) }
  },
  async attach(client, surveyId, sharing) {
    const answer = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}`)
    demandDone(answer)
    const survey = surveyOf(answer.json)
    const collector =
      (sharing === 'new' ? undefined : await openOne(client, surveyId)) ?? (await make(client, surveyId))
    if (!collector.url) throw new ServiceRefused('no address')
    const values = { title: survey.title, status: 'open', responses: String(collector.responses) }
    return { url: collector.url, known: { item: itemOf(slugOf(collector.url)), values } }
  },
}

const openOne = async (client: SurveyClient, surveyId: string): Promise<Collector | undefined> =>
  (await collectorsOf(client, surveyId)).find(one => one.open)

async function make(client: SurveyClient, surveyId: string): Promise<Collector> {
  const answer = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/collectors`, {
    method: 'POST',
    json: { type: 'weblink', name: 'Passerelle' },
  })
  demandDone(answer)
  const made = collectorOf(answer.json)
  return { ...made, open: true, url: made.url || text(at(answer.json).url, 1_000) }
}

import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, text } from '../reading.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import {
  askSurvey,
  type Collector,
  collectorOf,
  collectorsOf,
  itemOf,
  type Survey,
  slugOf,
  surveyOf,
  surveysOf,
} from './surveys.ts'

/** The account's surveys; in each of them itself and its open collectors. What is posted is a collector: the one that was chosen, or a new one. */
export const picker: Picker<SurveySettings> = {
  views: ['browse', 'search'],
  sharing: ['existing', 'new'],
  async list(client, { view, folder, text: typed, cursor }) {
    if (view === 'browse' && folder) return { items: await inside(client, folder) }
    const page = Number(cursor ?? '1')
    const { surveys, more } = await surveysOf(client, { page, ...(view === 'search' && typed && { title: typed }) })
    return { items: surveys.map(survey => itemFor(survey, 'folder')), ...(more && { cursor: String(page + 1) }) }
  },
  async attach(client, itemId, sharing) {
    const [surveyId = '', collectorId] = itemId.split('/')
    const survey = await read(client, surveyId)
    const collector =
      (sharing === 'new' ? undefined : await openOne(client, surveyId, collectorId)) ?? (await make(client, surveyId))
    if (!collector.url) throw new NotPossible('no_link')
    const values = { title: survey.title, status: 'open', responses: String(collector.responses) }
    return { url: collector.url, known: { item: itemOf(slugOf(collector.url)), values } }
  },
}

const itemFor = (survey: Survey, kind: 'folder' | 'item'): Item => ({
  id: survey.id,
  kind,
  name: survey.title || '—',
  detail: `${survey.questions} · ${survey.responses}`,
  ...(survey.changed && { changedAt: survey.changed }),
})

async function inside(client: SurveyClient, surveyId: string): Promise<Item[]> {
  const survey = await read(client, surveyId)
  const open = (await collectorsOf(client, surveyId)).filter(collector => collector.open)
  const items = open.map(collector => ({
    id: `${surveyId}/${collector.id}`,
    kind: 'item' as const,
    name: collector.name || slugOf(collector.url),
    detail: `/r/${slugOf(collector.url)} · ${collector.responses}`,
    ...(collector.made && { changedAt: collector.made }),
  }))
  return [itemFor(survey, 'item'), ...items]
}

async function read(client: SurveyClient, surveyId: string): Promise<Survey> {
  const answer = await askSurvey(client, surveyId)
  demandDone(answer)
  return surveyOf(answer.json)
}

/** The one that was chosen, and no other in its place; of a survey as such the first. */
async function openOne(client: SurveyClient, surveyId: string, id: string | undefined): Promise<Collector | undefined> {
  const open = (await collectorsOf(client, surveyId)).filter(one => one.open)
  const found = id === undefined ? open[0] : open.find(one => one.id === id)
  if (id !== undefined && !found) throw new NotPossible('closed')
  return found
}

async function make(client: SurveyClient, surveyId: string): Promise<Collector> {
  const answer = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/collectors`, {
    method: 'POST',
    json: { type: 'weblink', name: 'Passerelle' },
  })
  demandDone(answer)
  const made = collectorOf(answer.json)
  return { ...made, open: true, url: made.url || text(at(answer.json).url, 1_000) }
}

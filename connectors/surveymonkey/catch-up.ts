import type { Notice } from '../../contract/notice.ts'
import type { CatchUp, Reading } from '../connector.ts'
import { at, number, parse, text } from '../reading.ts'
import { surveyBehind } from './finding.ts'
import { demandDone, type SurveyClient, SurveyRefused, type SurveySettings } from './site.ts'
import { askSurvey, type Collector, collectorsOf, itemOf, slugIn, slugOf, surveyOf } from './surveys.ts'

/** How a collector stood when it was last read, and which survey it belongs to. */
interface Mark {
  readonly survey: string
  readonly responses: number
  readonly open: boolean
}
type Marks = Readonly<Record<string, Mark>>

/** What is said of the followed collectors is what changed of each since the last time, found by comparing. */
export const catchUp: CatchUp<SurveySettings> = {
  every: 600,
  async start(client) {
    return JSON.stringify({ at: client.now(), marks: {} })
  },
  async next(client, cursor, followed) {
    const { since, marks: before } = cursorOf(cursor, client)
    const bySurvey = await placed(client, followed, before)
    const readings: Reading[] = []
    const marks: Record<string, Mark> = {}
    for (const [survey, items] of bySurvey) {
      const found = await collectorsIn(client, survey)
      if (!found) {
        readings.push({ is: 'unrecognised', reason: 'not_readable_there', about: survey })
        for (const item of items) if (before[item]) marks[item] = before[item]
        continue
      }
      const changed: { collector: Collector; event: string }[] = []
      for (const collector of found.filter(one => items.includes(itemOf(slugOf(one.url))))) {
        const item = itemOf(slugOf(collector.url))
        const event = changeOf(before[item] ?? firstSeen(collector, since), collector)
        if (event) changed.push({ collector, event })
        marks[item] = { survey, responses: collector.responses, open: collector.open }
      }
      readings.push(...(await noticesOf(client, survey, changed, since)))
    }
    return { readings, cursor: JSON.stringify({ at: client.now(), marks }), more: false }
  },
}

/** One that only counted whole surveys, as they were kept before, begins now. */
function cursorOf(cursor: string, client: SurveyClient): { since: number; marks: Marks } {
  const kept = at(parse(Buffer.from(cursor)))
  return { since: number(kept.at) ?? client.now(), marks: at(kept.marks) as Marks }
}

/** Which survey each followed collector belongs to; one that is not found is looked for again in the next turn. */
async function placed(
  client: SurveyClient,
  followed: readonly string[],
  before: Marks,
): Promise<Map<string, string[]>> {
  const bySurvey = new Map<string, string[]>()
  for (const item of followed) {
    const reference = { kind: 'collector', ids: { slug: slugIn(item) } }
    const survey = text(before[item]?.survey) || (await surveyBehind(client, reference))
    if (survey) bySurvey.set(survey, [...(bySurvey.get(survey) ?? []), item])
  }
  return bySurvey
}

/** A survey that is gone does not silence the others; an account that is lost does. */
async function collectorsIn(client: SurveyClient, survey: string): Promise<readonly Collector[] | undefined> {
  try {
    return await collectorsOf(client, survey)
  } catch (error) {
    if (!(error instanceof SurveyRefused) || error.status === 401) throw error
    return undefined
  }
}

/** A clock of the service's may be this far from ours. */
const tolerance = 300_000

/** One that was made since the last turn had no answers then; any other is taken as it stands. */
const firstSeen = ({ made, responses, open }: Collector, since: number): Omit<Mark, 'survey'> =>
  made && Date.parse(made) >= since - tolerance ? { responses: 0, open: true } : { responses, open }

/** Answers that were deleted are no news. */
function changeOf(before: Omit<Mark, 'survey'>, now: Collector): string | undefined {
  if (before.open !== now.open) return now.open ? 'collector_opened' : 'collector_closed'
  return now.responses > before.responses ? 'responses' : undefined
}

async function noticesOf(
  client: SurveyClient,
  surveyId: string,
  changed: readonly { collector: Collector; event: string }[],
  since: number,
): Promise<Reading[]> {
  if (changed.length === 0) return []
  const answer = await askSurvey(client, surveyId)
  demandDone(answer)
  const { title } = surveyOf(answer.json)
  return changed.map(({ collector, event }) => ({
    is: 'notice',
    notice: noticeOf(title || '—', collector, event, since),
  }))
}

/** When it happened nobody says: after the last turn, which is the same for whoever reads from there. */
function noticeOf(title: string, collector: Collector, event: string, since: number): Notice {
  const count = String(collector.responses)
  return {
    event,
    key: event,
    values: { title, count: collector.responses },
    facts: [{ label: 'responses', kind: 'text', value: count }],
    link: collector.url,
    item: itemOf(slugOf(collector.url)),
    properties: { survey: title },
    known: { title, status: collector.open ? 'open' : 'closed', responses: count },
    at: since,
  }
}

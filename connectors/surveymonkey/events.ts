import type { Notice } from '../../contract/notice.ts'
import type { CatchUp, Followed, HookAnswer, HookProof, HookRequest, Reading, Subscription } from '../connector.ts'
import { at, parse, text } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import { collectorsOf, itemOf, mostSurveys, type Survey, slugOf, surveysOf } from './surveys.ts'

export const kinds = ['responses', 'collector_closed']
const thin =
  /^(?:response_(?:completed|updated|disqualified|created|deleted|overquota)|collector_(?:created|updated|deleted)|survey_(?:created|updated|deleted))$/

/** Before a webhook is made, the service wants to see that somebody is there. */
export const handshake = ({ method }: HookRequest): HookAnswer | undefined =>
  method === 'HEAD' ? { status: 200 } : undefined

/** Signed with a key made of the client's id and secret; the id is in a header, and would not verify if it were another's. */
export function verify({ headers, body }: HookRequest, { clientSecret }: HookProof<SurveySettings>): boolean {
  const clientId = headers['sm-apikey'] ?? ''
  const form = { algorithm: 'sha1', encoding: 'base64' } as const
  return clientSecret !== undefined && isSigned(form, headers['sm-signature'], body, [`${clientId}&${clientSecret}`])
}

export const deliveryKey = ({ body }: HookRequest): string | undefined => text(at(parse(body)).event_id) || undefined

/** An event names things by numbers and says nothing of them: what changed is read after it. */
export function read({ body }: HookRequest): Reading {
  const event = text(at(parse(body)).event_type, 100)
  return thin.test(event)
    ? { is: 'changed', event }
    : { is: 'unrecognised', reason: event ? `unknown event ${event}` : 'no event in it' }
}

/** Every survey's number of answers, as it was when it was last read. */
type Counts = Readonly<Record<string, number>>

/** What changed is found by comparing numbers: of surveys first, then of the collectors of those that differ. */
export const catchUp: CatchUp<SurveySettings> = {
  every: 600,
  async start(client) {
    return JSON.stringify(countsOf((await surveysOf(client)).surveys))
  },
  async next(client, cursor) {
    const before = JSON.parse(cursor) as Counts
    const { surveys } = await surveysOf(client)
    const changed = surveys.filter(survey => before[survey.id] !== undefined && before[survey.id] !== survey.responses)
    const readings = await Promise.all(changed.map(survey => readingsOf(client, survey)))
    const known = Object.entries({ ...before, ...countsOf(surveys) }).slice(-4 * mostSurveys)
    return { readings: readings.flat(), cursor: JSON.stringify(Object.fromEntries(known)), more: false }
  },
}

const countsOf = (surveys: readonly Survey[]): Counts =>
  Object.fromEntries(surveys.map(survey => [survey.id, survey.responses]))

async function readingsOf(client: SurveyClient, survey: Survey): Promise<Reading[]> {
  const collectors = await collectorsOf(client, survey.id)
  return collectors.flatMap(collector => {
    const slug = slugOf(collector.url)
    if (!slug || collector.responses === 0) return []
    const count = String(collector.responses)
    const status = collector.open ? 'open' : 'closed'
    const notice: Notice = {
      event: collector.open ? 'responses' : 'collector_closed',
      key: collector.open ? 'responses' : 'collector_closed',
      values: { title: survey.title, count: collector.responses },
      facts: [{ label: 'responses', kind: 'text', value: count }],
      link: collector.url,
      item: itemOf(slug),
      properties: { survey: survey.title },
      known: { title: survey.title, status, responses: count },
      at: client.now(),
    }
    return [{ is: 'notice' as const, notice }]
  })
}

/** One webhook per collector: the service takes no two with one address, so each has its own. */
export async function follow(
  client: SurveyClient,
  { reference, item }: Followed,
  at_: { readonly url: string; readonly secret: string },
): Promise<readonly Subscription[]> {
  const id = await collectorId(client, reference.ids.slug ?? '')
  if (!id) return []
  const answer = await callSurvey(client, '/webhooks', {
    method: 'POST',
    json: {
      name: `Passerelle ${id}`,
      event_type: 'response_completed',
      object_type: 'collector',
      object_ids: [id],
      subscription_url: `${at_.url}?collector=${id}`,
    },
  })
  demandDone(answer)
  return [{ externalId: text(at(answer.json).id), item }]
}

export async function unsubscribe(client: SurveyClient, { externalId }: Subscription): Promise<void> {
  await callSurvey(client, `/webhooks/${encodeURIComponent(externalId)}`, { method: 'DELETE' })
}

export async function collectorId(client: SurveyClient, slug: string): Promise<string | undefined> {
  for (const survey of (await surveysOf(client)).surveys) {
    const found = (await collectorsOf(client, survey.id)).find(one => slugOf(one.url) === slug)
    if (found) return found.id
  }
  return undefined
}

import type { Followed, HookAnswer, HookProof, HookRequest, Reading, Subscription } from '../connector.ts'
import { at, parse, text } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { surveyBehind } from './finding.ts'
import { callSurvey, demandDone, type SurveyClient, type SurveySettings } from './site.ts'
import { collectorsOf, slugOf } from './surveys.ts'

export const kinds = ['responses', 'collector_closed', 'collector_opened']
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
  if (thin.test(event)) return { is: 'changed', event }
  return event
    ? { is: 'unrecognised', reason: 'unknown_event', about: event }
    : { is: 'unrecognised', reason: 'no_event_name' }
}

/** One webhook per collector: the service takes no two with one address, so each has its own. */
export async function follow(
  client: SurveyClient,
  { reference, item }: Followed,
  at_: { readonly url: string; readonly secret: string },
): Promise<readonly Subscription[]> {
  const survey = await surveyBehind(client, reference)
  const found = survey ? await collectorsOf(client, survey) : []
  const id = found.find(one => slugOf(one.url) === reference.ids.slug)?.id
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

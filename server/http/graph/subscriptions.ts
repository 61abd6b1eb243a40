/** An app's own webhooks: `/app/subscriptions` (workplace-webhooks.md 1.2). */
import { listSubscriptions } from '../../domain/webhooks/list-subscriptions.ts'
import { subscribe } from '../../domain/webhooks/subscribe.ts'
import { type Subscriber, subscriberOfApp } from '../../domain/webhooks/subscriber.ts'
import { unsubscribe } from '../../domain/webhooks/unsubscribe.ts'
import type { AppItself } from './graph-caller.ts'
import { GraphError } from './graph-error.ts'
import { asBoolean, asList, asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'
import { usualVersion } from './version.ts'

export async function subscriptions(caller: AppItself, request: GraphRequest): Promise<unknown> {
  const subscriber = await subscriberOfApp(caller.appId)
  if (!subscriber) throw new GraphError('token_wrong', 'Error validating application. The application is disabled.')
  if (request.method === 'GET') return { data: await listed(subscriber, request.version || usualVersion) }
  const topic = asText(request.params.object)?.trim()
  if (!topic) throw new GraphError('bad_parameter', '(#100) The parameter object is required')
  const fields = asList(request.params.fields).flatMap(field => asText(field)?.trim() || [])
  if (request.method === 'DELETE') return { success: await unsubscribe(subscriber, topic, fields) }
  const callbackUrl = asText(request.params.callback_url)?.trim()
  if (!callbackUrl) throw new GraphError('bad_parameter', '(#100) The parameter callback_url is required')
  const verifyToken = asText(request.params.verify_token)
  const includeValues = asBoolean(request.params.include_values) ?? true
  await subscribe(subscriber, { topic, fields, callbackUrl, verifyToken, includeValues })
  return { success: true }
}

const listed = async (subscriber: Subscriber, version: string) =>
  (await listSubscriptions(subscriber)).map(row => ({
    object: row.topic,
    callback_url: row.callback_url,
    active: row.state === 'active',
    fields: row.fields.map(name => ({ name, version })),
  }))

import * as contract from '../../../contract/api/webhooks.ts'
import { listDeliveries } from '../../domain/webhooks/list-deliveries.ts'
import { presentSubscription, showSigningSecret, showWebhooks } from '../../domain/webhooks/list-subscriptions.ts'
import { redeliver } from '../../domain/webhooks/redeliver.ts'
import { lastRedelivery, redeliverMany, stopRedelivery } from '../../domain/webhooks/redeliver-many.ts'
import { resumeWebhooks } from '../../domain/webhooks/resume.ts'
import { sendTestEvent } from '../../domain/webhooks/send-test-event.ts'
import { showDelivery } from '../../domain/webhooks/show-delivery.ts'
import { subscribe } from '../../domain/webhooks/subscribe.ts'
import { subscriberOf } from '../../domain/webhooks/subscriber.ts'
import { summarizeDeliveries } from '../../domain/webhooks/summarize-deliveries.ts'
import { unsubscribe } from '../../domain/webhooks/unsubscribe.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { ApiDoor } from './serve-route.ts'

export function webhookRoutes(door: ApiDoor): void {
  door.serve(contract.listWebhooks, ({ actor, params }) => showWebhooks(actor, params.integrationKey))
  door.serve(contract.changeWebhook, async ({ actor, params, body }) => {
    const subscriber = await subscriberOf(actor, params.integrationKey)
    return presentSubscription(await subscribe(subscriber, { topic: params.topicKey, ...body }))
  })
  door.serve(contract.removeWebhook, async ({ actor, params }) => {
    const subscriber = await subscriberOf(actor, params.integrationKey)
    if (!(await unsubscribe(subscriber, params.topicKey))) throw new Refusal('not_found')
    return {}
  })
  door.serve(contract.showWebhookSecret, async ({ actor, params }) => ({
    secret: await showSigningSecret(actor, params.integrationKey, params.topicKey),
  }))
  door.serve(contract.sendTestEvent, ({ actor, params, body }) =>
    sendTestEvent(actor, params.integrationKey, params.topicKey, body.field),
  )
  door.serve(contract.resumeWebhooks, ({ actor, params }) => resumeWebhooks(actor, params.integrationKey))
}

export function deliveryRoutes(door: ApiDoor): void {
  door.serve(contract.listDeliveries, ({ actor, params, query }) => listDeliveries(actor, params.integrationKey, query))
  door.serve(contract.summarizeDeliveries, ({ actor, params, query }) =>
    summarizeDeliveries(actor, params.integrationKey, query),
  )
  door.serve(contract.getDelivery, ({ actor, params }) => showDelivery(actor, params.integrationKey, params.deliveryId))
  door.serve(contract.redeliver, ({ actor, params }) => redeliver(actor, params.integrationKey, params.deliveryId))
  door.serve(contract.redeliverMany, ({ actor, params, body }) =>
    redeliverMany(actor, params.integrationKey, body.filter, body.dryRun ?? false),
  )
  door.serve(contract.lastRedelivery, async ({ actor, params }) => ({
    redelivery: await lastRedelivery(actor, params.integrationKey),
  }))
  door.serve(contract.stopRedelivery, ({ actor, params }) =>
    stopRedelivery(actor, params.integrationKey, params.redeliveryId),
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BodyOf } from '../../contract/api/route.ts'
import {
  changeWebhook,
  type DeliveryFilter,
  getDelivery,
  lastRedelivery,
  listDeliveries,
  listWebhooks,
  redeliver,
  redeliverMany,
  removeWebhook,
  resumeWebhooks,
  sendTestEvent,
  showWebhookSecret,
  stopRedelivery,
  summarizeDeliveries,
} from '../../contract/api/webhooks.ts'
import { call } from './call.ts'
import { ask, askPages } from './query.ts'

/** What is sent changes by itself: these are asked anew each time they are shown, and every few seconds while somebody follows. */
const moving = { staleTime: 0 }

export const webhooksOf = (integrationKey: string) => ({
  ...ask(listWebhooks, { params: { integrationKey } }),
  ...moving,
})
export const deliveriesOf = (integrationKey: string, query: DeliveryFilter) => ({
  ...askPages(listDeliveries, { params: { integrationKey }, query }),
  ...moving,
})
export const summaryOf = (integrationKey: string, query: DeliveryFilter) => ({
  ...ask(summarizeDeliveries, { params: { integrationKey }, query }),
  ...moving,
})
export const oneDelivery = (integrationKey: string, deliveryId: string) => ({
  ...ask(getDelivery, { params: { integrationKey, deliveryId } }),
  ...moving,
})
export const redeliveryOf = (integrationKey: string) => ({
  ...ask(lastRedelivery, { params: { integrationKey } }),
  ...moving,
})

/** The subscription of one topic. Its form says itself what was refused. */
export function useWebhook(integrationKey: string, topicKey: string) {
  const client = useQueryClient()
  const params = { integrationKey, topicKey }
  const onSuccess = () => client.invalidateQueries({ queryKey: [listWebhooks.path] })
  return {
    change: useMutation({
      mutationFn: (body: BodyOf<typeof changeWebhook>) => call(changeWebhook, { params, body }),
      onSuccess,
      meta: { quiet: true },
    }),
    remove: useMutation({ mutationFn: () => call(removeWebhook, { params }), onSuccess }),
    secret: useMutation({ mutationFn: () => call(showWebhookSecret, { params }) }),
    test: useMutation({ mutationFn: (field: string) => call(sendTestEvent, { params, body: { field } }) }),
  }
}

/** What an administrator does to deliveries; the log follows. */
export function useDeliveries(integrationKey: string) {
  const client = useQueryClient()
  const params = { integrationKey }
  const onSuccess = () => {
    for (const route of [listDeliveries, summarizeDeliveries, getDelivery, lastRedelivery, listWebhooks])
      void client.invalidateQueries({ queryKey: [route.path] })
  }
  return {
    redeliver: useMutation({
      mutationFn: (deliveryId: string) => call(redeliver, { params: { ...params, deliveryId } }),
      onSuccess,
    }),
    count: useMutation({
      mutationFn: (filter: DeliveryFilter) => call(redeliverMany, { params, body: { filter, dryRun: true } }),
    }),
    redeliverMany: useMutation({
      mutationFn: (filter: DeliveryFilter) => call(redeliverMany, { params, body: { filter } }),
      onSuccess,
    }),
    stop: useMutation({
      mutationFn: (redeliveryId: string) => call(stopRedelivery, { params: { ...params, redeliveryId } }),
      onSuccess,
    }),
    resume: useMutation({ mutationFn: () => call(resumeWebhooks, { params }), onSuccess }),
  }
}

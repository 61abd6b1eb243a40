import type { DeliveryFilter } from '../../../../contract/api/webhooks.ts'
import { deliveryOutcomes, responseClasses } from '../../../../contract/api/webhooks.ts'
import { isTopic } from '../../../../contract/graph/changes.ts'
import { useAddressQuery, useAddressText } from '../../../ui/address.ts'

/** The filter as it stands in the address; what is not one of ours there is not asked for. */
export function useDeliveryFilter() {
  const [outcome, setOutcome] = useAddressQuery('outcome')
  const [responseClass, setClass] = useAddressQuery('class')
  const [field, setField] = useAddressQuery('field')
  const [objectId, setObject] = useAddressText('object')
  const [deliveryId, setDelivery] = useAddressText('id')
  const [span, setSpan] = useAddressQuery('span')
  const [from, to] = readSpan(span)
  const [topic, name] = field?.split('.') ?? []
  const given = {
    outcome: deliveryOutcomes.find(one => one === outcome),
    responseClass: responseClasses.find(one => one === responseClass),
    topic: topic && isTopic(topic) ? topic : undefined,
    field: topic && isTopic(topic) ? name : undefined,
    objectId,
    deliveryId,
    from,
    to,
  }
  const filter: DeliveryFilter = Object.fromEntries(Object.entries(given).filter(([, value]) => value))
  const setters = [setOutcome, setClass, setField, setObject, setDelivery, setSpan]
  return {
    filter,
    isFiltered: Object.keys(filter).length > 0,
    field,
    span: from ? span : undefined,
    ...{ objectId, deliveryId, setOutcome, setClass, setField, setObject, setDelivery, setSpan },
    clear: () => {
      for (const set of setters) set(undefined)
    },
  }
}

/** Two instants, as a bar of the summary names them. */
function readSpan(text: string | undefined): [string | undefined, string | undefined] {
  const ends = text?.split('/') ?? []
  const both = ends.length === 2 && ends.every(end => !Number.isNaN(Date.parse(end)))
  return both ? [ends[0], ends[1]] : [undefined, undefined]
}

import { Button, Group, Select, TextInput } from '@mantine/core'
import { deliveryOutcomes, responseClasses } from '../../../../contract/api/webhooks.ts'
import { toldFields, topicNames, webhookTopics } from '../../../../contract/graph/changes.ts'
import { useSay } from '../../../ui/words.tsx'
import { useDeliveryFilter } from './use-delivery-filter.ts'

const told: readonly string[] = toldFields
/** Beside each other where there is room, else below. */
const wide = { flex: '1 1 170px' }

/** What is sent for is offered; each part goes into the address. */
export function DeliveryFilters() {
  const say = useSay()
  const found = useDeliveryFilter()
  const fields = topicNames.flatMap(topic =>
    webhookTopics[topic]
      .filter(field => told.includes(field))
      .map(field => ({ value: `${topic}.${field}`, label: `${say(`webhooks.topic.${topic}`)} · ${field}` })),
  )
  const choice = (name: string) => ({ 'aria-label': say(name), placeholder: say(name), clearable: true, style: wide })
  return (
    <Group gap="xs" role="search" aria-label={say('webhooks.filter')}>
      <Select
        {...choice('webhooks.filter.outcome')}
        data={deliveryOutcomes.map(value => ({ value, label: say(`webhooks.outcome.${value}`) }))}
        value={found.filter.outcome ?? null}
        onChange={next => found.setOutcome(next ?? undefined)}
      />
      <Select
        {...choice('webhooks.filter.class')}
        data={responseClasses.map(value => ({ value, label: say(`webhooks.class.${value}`) }))}
        value={found.filter.responseClass ?? null}
        onChange={next => found.setClass(next ?? undefined)}
      />
      <Select
        {...choice('webhooks.filter.field')}
        data={fields}
        value={found.field ?? null}
        onChange={next => found.setField(next ?? undefined)}
      />
      <TextInput
        aria-label={say('webhooks.filter.object')}
        placeholder={say('webhooks.filter.object')}
        style={wide}
        value={found.objectId ?? ''}
        onChange={event => found.setObject(event.currentTarget.value || undefined)}
      />
      <TextInput
        aria-label={say('webhooks.filter.delivery')}
        placeholder={say('webhooks.filter.delivery')}
        style={wide}
        value={found.deliveryId ?? ''}
        onChange={event => found.setDelivery(event.currentTarget.value || undefined)}
      />
      {found.isFiltered && (
        <Button variant="subtle" onClick={found.clear}>
          {say('webhooks.filter.clear')}
        </Button>
      )}
    </Group>
  )
}

import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Delivery } from '../../../contract/api/webhooks.ts'
import { itemsOf } from '../../data/query.ts'
import { deliveriesOf, summaryOf, useDeliveries, webhooksOf } from '../../data/webhooks.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { later } from '../../ui/later.tsx'
import { Empty, PageFaces } from '../../ui/list-faces.tsx'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { DeliveryFilters } from './deliveries/delivery-filters.tsx'
import { DeliveryRows } from './deliveries/delivery-rows.tsx'
import { RedeliverMany } from './deliveries/redeliver-many.tsx'
import { Summary } from './deliveries/summary.tsx'
import { useDeliveryFilter } from './deliveries/use-delivery-filter.ts'

const Detail = later(async () => (await import('./deliveries/delivery-detail.tsx')).DeliveryDetailDialog)
const everyMs = 3_000
/** What waits changes by itself. */
const isMoving = ({ outcome }: Delivery): boolean => outcome === 'waiting'

/** What was told and what came of it; filters and the opened delivery are in the address. */
export function DeliveriesTab({ integration }: { integration: { readonly id: string } }) {
  const integrationId = integration.id
  const say = useSay()
  const { filter, isFiltered, clear } = useDeliveryFilter()
  const [followed, setFollowed] = useAddressQuery('follow')
  const [opened, setOpened] = useAddressQuery('delivery')
  const summary = useQuery({
    ...summaryOf(integrationId, filter),
    refetchInterval: query => (followed || query.state.data?.counts.waiting ? everyMs : false),
  })
  const deliveries = useInfiniteQuery({
    ...deliveriesOf(integrationId, filter),
    refetchInterval: query => (followed || itemsOf(query.state.data).some(isMoving) ? everyMs : false),
  })
  const none = isFiltered ? (
    <Empty
      title={say('webhooks.log.none_found')}
      action={
        <Button variant="default" onClick={clear}>
          {say('webhooks.filter.clear')}
        </Button>
      }
    />
  ) : (
    <Empty title={say('webhooks.log.none')} action={<ToWebhooks integrationId={integrationId} />}>
      {say('webhooks.log.none.body')}
    </Empty>
  )
  // Nothing to sum, to search or to send again.
  if (deliveries.data && itemsOf(deliveries.data).length === 0 && !isFiltered) return none
  return (
    <Stack gap="lg">
      <Resting integrationId={integrationId} />
      <Summary query={summary} />
      <DeliveryFilters />
      <Group justify="space-between" gap="sm">
        <RedeliverMany integrationId={integrationId} filter={filter} />
        <Switch
          label={say('webhooks.follow')}
          checked={followed !== undefined}
          onChange={event => setFollowed(event.currentTarget.checked ? '1' : undefined)}
        />
      </Group>
      <PageFaces query={deliveries} empty={none}>
        {items => <DeliveryRows items={items} open={setOpened} />}
      </PageFaces>
      {opened && <Detail integrationId={integrationId} deliveryId={opened} onClose={() => setOpened(undefined)} />}
    </Stack>
  )
}

const ToWebhooks = ({ integrationId }: { integrationId: string }) => (
  <Button variant="default" component={Link} to={`/admin/integrations/${integrationId}?tab=webhooks` as '/'}>
    {useSay()('integrations.tab.webhooks')}
  </Button>
)

/** Its addresses failed too often: since when, until when, and the way not to wait. */
function Resting({ integrationId }: { integrationId: string }) {
  const say = useSay()
  const { data } = useQuery({ ...webhooksOf(integrationId), refetchInterval: 15_000 })
  const { resume } = useDeliveries(integrationId)
  if (!data?.resting) return null
  const { since, failures } = data.resting
  return (
    <Alert color="orange" title={say('webhooks.resting')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <Sentence of="webhooks.resting.body" values={{ failures, since: <Time at={since} /> }} />
        </Text>
        <Button size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
          {say('webhooks.resume')}
        </Button>
      </Stack>
    </Alert>
  )
}

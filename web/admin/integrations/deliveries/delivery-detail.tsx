import { Button, Code, CopyButton, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DeliveryDetail } from '../../../../contract/api/webhooks.ts'
import { oneDelivery, useDeliveries } from '../../../data/webhooks.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { Attempt } from './attempt.tsx'
import { curlOf } from './curl.ts'
import { OutcomeBadge } from './delivery-rows.tsx'

interface DetailProps {
  readonly integrationId: string
  readonly deliveryId: string
  readonly onClose: () => void
}

/** One delivery: every attempt, newest first; what it says; and sent again if wanted. */
export function DeliveryDetailDialog({ integrationId, deliveryId, onClose }: DetailProps) {
  const say = useSay()
  const found = useQuery({
    ...oneDelivery(integrationId, deliveryId),
    refetchInterval: query => (query.state.data?.delivery.outcome === 'waiting' ? 700 : false),
  })
  return (
    <Dialog title={say('webhooks.delivery', { id: deliveryId })} onClose={onClose} size="xl">
      {found.isError ? (
        <Refused error={found.error} again={() => found.refetch()} />
      ) : found.data ? (
        <Opened integrationId={integrationId} detail={found.data} />
      ) : (
        <Skeleton height={240} />
      )}
    </Dialog>
  )
}

function Opened({ integrationId, detail }: { integrationId: string; detail: DeliveryDetail }) {
  const say = useSay()
  const { redeliver } = useDeliveries(integrationId)
  const { delivery, attempts, address, body } = detail
  const again = () => redeliver.mutate(delivery.id, { onSuccess: () => toast(say('webhooks.redelivered.done')) })
  const curl = curlOf(detail)
  return (
    <Stack gap="md">
      <Group gap="sm">
        <OutcomeBadge item={delivery} />
        <Text size="sm">
          {delivery.field} · {delivery.verb}
        </Text>
        <Code>{delivery.webhookId}</Code>
      </Group>
      {delivery.reason && <Text size="sm">{say(`webhooks.reason.${delivery.reason}`)}</Text>}
      {address && (
        <Text size="sm" c="dimmed">
          {address}
        </Text>
      )}
      <Group gap="xs">
        {delivery.mayRedeliver && (
          <Button loading={redeliver.isPending} onClick={again}>
            {say('webhooks.redeliver')}
          </Button>
        )}
        {curl && (
          <CopyButton value={curl}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {say(copied ? 'people.link.copied' : 'webhooks.curl')}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      <Stack gap="xs" component="section">
        <Title order={3} size="h5">
          {say('webhooks.body')}
        </Title>
        {body === null ? (
          <Text size="sm" c="dimmed">
            {say(`webhooks.body.${detail.bodyHidden ?? 'not_sendable'}`)}
          </Text>
        ) : (
          <Code block tabIndex={0} mah={260} style={{ overflow: 'auto' }}>
            {JSON.stringify(JSON.parse(body), null, 2)}
          </Code>
        )}
      </Stack>
      <Stack gap="sm" component="section">
        <Title order={3} size="h5">
          {say('webhooks.attempts.title')}
        </Title>
        {attempts.length === 0 && (
          <Text size="sm" c="dimmed">
            {say('webhooks.attempts.none')}
          </Text>
        )}
        {attempts.map(attempt => (
          <Attempt key={attempt.n} attempt={attempt} hidden={detail.bodyHidden === 'not_yours'} />
        ))}
      </Stack>
    </Stack>
  )
}

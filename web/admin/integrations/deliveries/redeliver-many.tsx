import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DeliveryFilter } from '../../../../contract/api/webhooks.ts'
import { redeliveryOf, useDeliveries } from '../../../data/webhooks.ts'
import { useConfirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'

interface ManyProps {
  readonly integrationId: string
  readonly filter: DeliveryFilter
}

/** Everything that the filter finds, sent again: counted before, with its progress, and stopped if wanted. */
export function RedeliverMany({ integrationId, filter }: ManyProps) {
  const say = useSay()
  const confirm = useConfirm()
  const { count, redeliverMany, stop } = useDeliveries(integrationId)
  const { data } = useQuery({
    ...redeliveryOf(integrationId),
    refetchInterval: query => (query.state.data?.redelivery?.state === 'running' ? 700 : false),
  })
  const run = data?.redelivery
  const running = run?.state === 'running'
  const ask = async () => {
    const { total } = await count.mutateAsync(filter)
    if (total === 0) return toast(say('webhooks.many.none'))
    const question = { title: say('webhooks.many.title', { count: total }), body: say('webhooks.many.body') }
    if (await confirm({ ...question, action: say('webhooks.many', { count: total }) })) redeliverMany.mutate(filter)
  }
  if (run && running)
    return (
      <Stack gap={4} miw={260}>
        <Group gap="sm" justify="space-between">
          <Text size="sm" role="status">
            {say('webhooks.many.progress', { done: run.done, total: run.total })}
          </Text>
          <Button size="xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate(run.id)}>
            {say('webhooks.many.stop')}
          </Button>
        </Group>
        <Progress
          value={run.total > 0 ? (100 * run.done) / run.total : 100}
          aria-label={say('webhooks.many.running')}
        />
      </Stack>
    )
  return (
    <Button variant="default" loading={count.isPending || redeliverMany.isPending} onClick={ask}>
      {say('webhooks.many.ask')}
    </Button>
  )
}

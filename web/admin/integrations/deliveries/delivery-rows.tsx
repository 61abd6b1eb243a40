import { Badge, Group, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core'
import { IconCheck, IconClock, IconRefresh, IconSlash, IconX } from '@tabler/icons-react'
import type { Delivery } from '../../../../contract/api/webhooks.ts'
import { Time } from '../../../ui/time.tsx'
import { useSay, useWords } from '../../../ui/words.tsx'

/** Grouped by day; a row opens its delivery. */
export function DeliveryRows({ items, open }: { items: readonly Delivery[]; open: (id: string) => void }) {
  const { language, timeZone } = useWords()
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone })
  const days = new Map<string, Delivery[]>()
  for (const item of items) {
    const name = day.format(new Date(item.madeAt))
    days.set(name, [...(days.get(name) ?? []), item])
  }
  return (
    <Stack gap="md">
      {[...days].map(([name, some]) => (
        <Stack key={name} gap={4} component="section">
          <Title order={2} size="h6" c="dimmed">
            {name}
          </Title>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing={6}>
              <Table.Tbody>
                {some.map(item => (
                  <Row key={item.id} item={item} open={open} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      ))}
    </Stack>
  )
}

function Row({ item, open }: { item: Delivery; open: (id: string) => void }) {
  const say = useSay()
  return (
    <Table.Tr>
      <Table.Td w={150}>
        <OutcomeBadge item={item} />
      </Table.Td>
      <Table.Td>
        <UnstyledButton onClick={() => open(item.id)} fz="sm" fw={550}>
          {item.field} · {item.verb}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {item.isTest ? say('webhooks.is_test') : item.objectId}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{item.host ?? '—'}</Text>
        <Text size="xs" c="dimmed">
          {say('webhooks.attempts', { count: item.attempts })}
          {item.redelivered > 0 && ` · ${say('webhooks.redelivered', { count: item.redelivered })}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{item.durationMs === null ? '—' : say('webhooks.ms', { ms: item.durationMs })}</Text>
        <Next item={item} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" component="div">
          <Time at={item.madeAt} />
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}

function Next({ item }: { item: Delivery }) {
  const say = useSay()
  const { language, timeZone } = useWords()
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short', timeZone })
  const text = item.reason
    ? say(`webhooks.reason.${item.reason}`)
    : item.nextAt && item.outcome === 'retrying'
      ? say('webhooks.next', { when: moment.format(new Date(item.nextAt)) })
      : null
  return (
    text && (
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    )
  )
}

const looks = {
  delivered: { color: 'teal', Icon: IconCheck },
  retrying: { color: 'yellow', Icon: IconRefresh },
  waiting: { color: 'gray', Icon: IconClock },
  failed: { color: 'red', Icon: IconX },
  cancelled: { color: 'gray', Icon: IconSlash },
} as const

/** An icon and a word; with the answer's status, where there was one. */
export function OutcomeBadge({ item }: { item: Delivery }) {
  const say = useSay()
  const { color, Icon } = looks[item.outcome]
  const said = item.status ?? (item.responseClass && say(`webhooks.class.${item.responseClass}`))
  return (
    <Group gap={6} wrap="nowrap">
      <Badge variant="light" color={color} tt="none" leftSection={<Icon size={12} aria-hidden="true" />}>
        {say(`webhooks.outcome.${item.outcome}`)}
      </Badge>
      {said && (
        <Text size="xs" c="dimmed">
          {said}
        </Text>
      )}
    </Group>
  )
}

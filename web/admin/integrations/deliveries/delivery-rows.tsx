import { Badge, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconCheck, IconClock, IconRefresh, IconSlash, IconX } from '@tabler/icons-react'
import type { Delivery } from '../../../../contract/api/webhooks.ts'
import { Time } from '../../../ui/time.tsx'
import { Sentence, useSay, useWords } from '../../../ui/words.tsx'
import styles from './delivery-rows.module.css'

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
          <ul className={styles.rows}>
            {some.map(item => (
              <Row key={item.id} item={item} open={open} />
            ))}
          </ul>
        </Stack>
      ))}
    </Stack>
  )
}

function Row({ item, open }: { item: Delivery; open: (id: string) => void }) {
  const say = useSay()
  return (
    <li className={styles.row}>
      <div className={styles.outcome}>
        <OutcomeBadge item={item} />
      </div>
      <div className={styles.what}>
        <UnstyledButton onClick={() => open(item.id)} fz="sm" fw={550}>
          {item.field} · {item.verb}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {item.isTest ? say('webhooks.is_test') : item.objectId}
        </Text>
      </div>
      <div className={styles.where}>
        <Text size="sm" className={styles.host}>
          {item.host ?? '—'}
        </Text>
        <Text size="xs" c="dimmed">
          {say('webhooks.attempts', { count: item.attempts })}
          {item.redelivered > 0 && ` · ${say('webhooks.redelivered', { count: item.redelivered })}`}
        </Text>
      </div>
      <div className={styles.took}>
        {item.durationMs !== null && <Text size="sm">{say('webhooks.ms', { ms: item.durationMs })}</Text>}
        <Next item={item} />
      </div>
      <Text size="sm" component="div" className={styles.when}>
        <Time at={item.madeAt} />
      </Text>
    </li>
  )
}

/** Why it went no further, or when it is tried again. */
function Next({ item }: { item: Delivery }) {
  const say = useSay()
  const waits = item.nextAt && item.outcome === 'retrying'
  if (!item.reason && !waits) return null
  return (
    <Text size="xs" c="dimmed" component="div">
      {item.reason ? (
        say(`webhooks.reason.${item.reason}`)
      ) : (
        <Sentence of="webhooks.next" values={{ when: <Time at={item.nextAt ?? ''} /> }} />
      )}
    </Text>
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
      <Badge variant="light" color={color} tt="none" flex="none" leftSection={<Icon size={12} aria-hidden="true" />}>
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

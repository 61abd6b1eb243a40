import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Collector } from '../../../contract/api/api-log.ts'
import { collectors, useCollectors } from '../../data/activity.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { HelpLink } from '../../ui/help-link.tsx'
import { Empty, ListFaces } from '../../ui/list-faces.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { CollectorDialog } from './collector-dialog.tsx'

/** Where the logs are pushed, and how it goes there. */
export function Collectors() {
  const say = useSay()
  const found = useQuery(collectors)
  const [opened, setOpened] = useState<Collector | 'new'>()
  return (
    <Stack className="card" p="md" gap="sm" component="section">
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h4">
          {say('activity.collectors')}
        </Title>
        <Button leftSection={<IconPlus size={17} aria-hidden="true" />} onClick={() => setOpened('new')}>
          {say('activity.collector.add')}
        </Button>
      </Group>
      <Text size="sm">
        <HelpLink to="api-log#collectors">{say('activity.collectors.body')}</HelpLink>
      </Text>
      <ListFaces
        query={found}
        of={answer => answer.items}
        empty={<Empty title={say('activity.collectors.none')}>{say('activity.collectors.none.body')}</Empty>}
      >
        {items => (
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {items.map(item => (
              <Item key={item.id} item={item} open={() => setOpened(item)} />
            ))}
          </Stack>
        )}
      </ListFaces>
      {opened && (
        <CollectorDialog collector={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />
      )}
    </Stack>
  )
}

function Item({ item, open }: { item: Collector; open: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const { remove } = useCollectors()
  const ask = async () => {
    const sure = await confirm({
      title: say('activity.collector.remove.title', { name: item.name }),
      body: say('activity.collector.remove.body'),
      action: say('activity.collector.remove'),
      danger: true,
    })
    if (sure) remove.mutate(item.id, { onSuccess: () => toast(say('activity.collector.removed', { name: item.name })) })
  }
  const state = !item.on ? 'is_off' : 'works'
  return (
    <Stack component="li" gap={4}>
      <Group gap="sm">
        <Text fw={600}>{item.name}</Text>
        {item.problem === null && (
          <Badge variant="dot" color={item.on ? 'teal' : 'gray'} tt="none">
            {say(`activity.collector.${state}`)}
          </Badge>
        )}
        <Text size="sm" c="dimmed">
          {say(`activity.collector.kind.${item.kind}`)}
        </Text>
      </Group>
      <Text size="sm" style={{ wordBreak: 'break-all' }}>
        {item.url}
      </Text>
      {item.problem !== null && <Trouble problem={item.problem} nextAt={item.nextAt} />}
      <Text size="sm" c="dimmed">
        {say('activity.collector.sent', { count: item.sent })}
        {item.lastSentAt && (
          <>
            {' · '}
            <Sentence of="activity.collector.last" values={{ at: <Time at={item.lastSentAt} /> }} />
          </>
        )}
      </Text>
      {item.passedOver > 0 && <PassedOver item={item} />}
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={open}>
          {say('activity.collector.change')}
        </Button>
        <Button size="xs" variant="subtle" color="red" loading={remove.isPending} onClick={() => void ask()}>
          {say('activity.collector.remove')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Why it did not take what was sent last, and that nothing is lost. */
function Trouble({ problem, nextAt }: { problem: string; nextAt: string | null }) {
  const say = useSay()
  const kind = problem === 'timeout' || problem === 'unreachable' ? problem : 'other'
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status">
      <IconAlertTriangle size={17} aria-hidden="true" style={{ flexShrink: 0, marginTop: 2 }} />
      <Text size="sm" fw={550}>
        {say(`activity.collector.problem.${kind}`, { problem })}{' '}
        {nextAt && <Sentence of="activity.collector.again" values={{ at: <Time at={nextAt} /> }} />}
      </Text>
    </Group>
  )
}

/** What it refused for what it is: found in the log by its number. */
function PassedOver({ item }: { item: Collector }) {
  const say = useSay()
  return (
    <details className="fold">
      <Text component="summary" size="sm" fw={550}>
        {say('activity.collector.passed_over', { count: item.passedOver })}
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: '1.2rem', maxHeight: '16rem', overflowY: 'auto' }}>
        {item.refused.map(({ log, id, at, answer, refusedAt }) => (
          <Text key={`${log} ${id}`} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
            <Sentence
              of={`activity.collector.passed_over.${log}`}
              values={{ id, at: <Time at={at} />, answer, when: <Time at={refusedAt} /> }}
            />
          </Text>
        ))}
      </ul>
    </details>
  )
}

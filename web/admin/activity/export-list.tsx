import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LogExport } from '../../../contract/api/log-exports.ts'
import { logExports, useLogExports } from '../../data/activity.ts'
import { Empty, ListFaces } from '../../ui/list-faces.tsx'
import { sizeOf } from '../../ui/size-of.ts'
import { Stamp } from '../../ui/stamp.tsx'
import { useSay, useWords } from '../../ui/words.tsx'

const everyMs = 2_000

/** What was taken out lately, and how far it is; what is under way moves by itself. */
export function ExportList() {
  const say = useSay()
  const found = useQuery({
    ...logExports,
    refetchInterval: query => (query.state.data?.items.some(one => one.state === 'making') ? everyMs : false),
  })
  return (
    <ListFaces query={found} of={answer => answer.items} empty={<Empty title={say('activity.export.none')} />}>
      {items => (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {items.map(item => (
            <Item key={item.id} item={item} />
          ))}
        </Stack>
      )}
    </ListFaces>
  )
}

function Item({ item }: { item: LogExport }) {
  const say = useSay()
  const { language } = useWords()
  const { remove } = useLogExports()
  const values = { percent: item.percent, rows: item.rows, size: sizeOf(item.bytes, language) }
  return (
    <Stack component="li" className="card" p="sm" gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={550}>
          {say(`activity.export.log.${item.log}`)} · {item.format.toUpperCase()}
          {item.packed && ' · gzip'}
        </Text>
        <Text size="sm" c="dimmed">
          <Stamp at={item.madeAt} />
        </Text>
      </Group>
      <Text size="sm">{say(`activity.export.state.${item.state}`, values)}</Text>
      {item.state === 'making' && (
        <Progress value={item.percent} aria-label={say('activity.export.state.making', values)} />
      )}
      <Group gap="xs">
        {item.state !== 'ended' && (
          <Button component="a" href={item.address} download size="xs" variant="default">
            {say('activity.export.download')}
          </Button>
        )}
        <Button size="xs" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate(item.id)}>
          {say('activity.export.remove')}
        </Button>
      </Group>
    </Stack>
  )
}

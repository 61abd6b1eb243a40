import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { KeptLogIn } from '../../contract/api/log-ins.ts'
import { keptLogIns, useEndLogIn } from '../data/log-ins.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { Empty, ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { DayOf } from '../ui/time.tsx'
import { Sentence, useSay } from '../ui/words.tsx'

/** Programs that know one by a log-in, and how to end that. */
export function KeptLogIns() {
  const say = useSay()
  const kept = useQuery(keptLogIns)
  return (
    <ListFaces
      query={kept}
      of={answer => answer.items}
      loading={<SkeletonLines count={1} height={56} />}
      empty={<Empty title={say('log_in.none')}>{say('log_in.none.body')}</Empty>}
    >
      {items => (
        <Stack gap="xs">
          {items.map(one => (
            <Row key={one.id} one={one} />
          ))}
        </Stack>
      )}
    </ListFaces>
  )
}

function Row({ one }: { one: KeptLogIn }) {
  const say = useSay()
  const confirm = useConfirm()
  const end = useEndLogIn()
  const { name, icon } = one.program
  const askEnd = async () => {
    const action = say('log_in.remove')
    const title = say('log_in.remove.title', { program: name })
    if (await confirm({ title, body: say('log_in.remove.body'), action, danger: true })) end.mutate(one.id)
  }
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap">
        <ServiceIcon src={icon} name={name} size={28} />
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {say(one.sharesEmail ? 'log_in.knows.email' : 'log_in.knows')},{' '}
            <Sentence
              of="log_in.until"
              values={{ since: <DayOf at={one.allowedAt} />, until: <DayOf at={one.endsAt} /> }}
            />
          </Text>
        </div>
      </Group>
      <Button
        size="xs"
        variant="default"
        loading={end.isPending}
        aria-label={say('log_in.remove.of', { program: name })}
        onClick={askEnd}
      >
        {say('log_in.remove')}
      </Button>
    </Group>
  )
}

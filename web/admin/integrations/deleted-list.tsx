import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DeletedIntegration } from '../../../contract/api/custom-integrations.ts'
import { deletedIntegrations, useCustomIntegrations } from '../../data/custom-integrations.ts'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { DayOf, Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** What was deleted and can still be brought back; nothing is shown where there is none. */
export function DeletedList() {
  const say = useSay()
  const found = useQuery(deletedIntegrations)
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Stack gap="sm" component="section" mt="lg">
      <div>
        <Title order={2} size="h4">
          {say('custom.deleted.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {say('custom.deleted.intro')}
        </Text>
      </div>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map(one => (
          <Row key={one.id} one={one} />
        ))}
      </Stack>
    </Stack>
  )
}

function Row({ one }: { one: DeletedIntegration }) {
  const say = useSay()
  const { undelete } = useCustomIntegrations()
  const { posts, comments, messages } = one
  const values = { name: one.deletedBy.name, when: <Time at={one.deletedAt} />, gone: <DayOf at={one.goneAt} /> }
  return (
    <Group component="li" gap="sm" className="card" p="sm" justify="space-between">
      <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 16rem' }}>
        <ServiceIcon src={one.icon} name={one.name} size={32} />
        <div>
          <Text fw={600}>{one.name}</Text>
          <Text size="sm" c="dimmed">
            <Sentence of="custom.deleted.by" values={values} />{' '}
            {posts + comments + messages > 0 && say('custom.deleted.with', { posts, comments, messages })}
          </Text>
        </div>
      </Group>
      <Button
        variant="default"
        size="xs"
        loading={undelete.isPending}
        onClick={() => undelete.mutate(one.id, { onSuccess: () => toast(say('custom.undeleted', { name: one.name })) })}
      >
        {say('custom.undelete')}
      </Button>
    </Group>
  )
}

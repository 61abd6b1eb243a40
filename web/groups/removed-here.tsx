import { Button, Group as Line, Stack, Text, Title } from '@mantine/core'
import type { RemovedHere as Removed } from '../../contract/api/group-integrations.ts'
import { useGroupIntegration } from '../data/integrations.ts'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { Sentence, useSay } from '../ui/words.tsx'

/** What the group's admins took out of it: who, when, and the way back for those who may. */
export function RemovedHere({ groupId, removed }: { groupId: string; removed: readonly Removed[] }) {
  const say = useSay()
  if (removed.length === 0) return null
  return (
    <Stack gap="sm" className="card" p="md" component="section">
      <Title order={2} size="h4">
        {say('integrations.group.removed')}
      </Title>
      {removed.map(one => (
        <Row key={one.integrationId} groupId={groupId} one={one} />
      ))}
    </Stack>
  )
}

function Row({ groupId, one }: { groupId: string; one: Removed }) {
  const say = useSay()
  const { putBack } = useGroupIntegration(groupId, one.integrationId)
  const done = () => toast(say('integrations.group.put_back.done', { name: one.name }))
  return (
    <Line gap="sm" justify="space-between">
      <Line gap="sm" wrap="nowrap">
        <ServiceIcon src={one.icon} name={one.name} size={28} />
        <div>
          <Text size="sm" fw={600}>
            {one.name}
          </Text>
          <Text size="sm" c="dimmed">
            <Sentence
              of="integrations.group.removed.by"
              values={{ name: one.removedBy.name, when: <Time at={one.removedAt} /> }}
            />
          </Text>
        </div>
      </Line>
      {one.mayPutBack && (
        <Button
          size="xs"
          variant="default"
          aria-label={say('integrations.group.put_back.label', { name: one.name })}
          loading={putBack.isPending}
          onClick={() => putBack.mutate(undefined, { onSuccess: done })}
        >
          {say('integrations.group.put_back')}
        </Button>
      )}
    </Line>
  )
}

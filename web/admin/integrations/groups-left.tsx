import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Integration } from '../../../contract/api/integrations.ts'
import { groupsLeft, useGroupIntegration } from '../../data/integrations.ts'
import { DayOf, Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** Groups whose admins took a custom integration out, with the way back. */
export function GroupsLeft({ integration }: { integration: Integration }) {
  const say = useSay()
  const { data } = useQuery(groupsLeft(integration.id))
  if (!data || data.items.length + data.hidden === 0) return null
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('integrations.left.title')}
      </Title>
      {data.items.map(({ group, removedBy, removedAt }) => (
        <Group key={group.id} gap="sm" justify="space-between">
          <Text size="sm">
            <Sentence
              of="integrations.left.row"
              values={{ group: <strong>{group.name}</strong>, name: removedBy.name, when: <Time at={removedAt} /> }}
            />
          </Text>
          <PutBack groupId={group.id} group={group.name} integration={integration} />
        </Group>
      ))}
      {data.hidden > 0 && (
        <Text size="sm" c="dimmed">
          {say('integrations.left.hidden', { count: data.hidden })}
        </Text>
      )}
    </Stack>
  )
}

interface PutBackProps {
  readonly groupId: string
  readonly group: string
  readonly integration: Integration
}

function PutBack({ groupId, group, integration: { id, name } }: PutBackProps) {
  const say = useSay()
  const { putBack } = useGroupIntegration(groupId, id)
  const done = () => toast(say('integrations.group.put_back.done', { name }))
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`${say('integrations.group.put_back')}: ${group}`}
      loading={putBack.isPending}
      onClick={() => putBack.mutate(undefined, { onSuccess: done })}
    >
      {say('integrations.group.put_back')}
    </Button>
  )
}

/** What ends by itself, and when. */
export function Ends({ integration }: { integration: Integration }) {
  const say = useSay()
  const { installation } = integration
  if (!installation) return null
  const { endsAt, everyoneEndsAt, groupEnds, permissionEnds } = installation
  const groups = installation.groups.map(group => ({ id: group.id, name: group.name, at: groupEnds[group.id] }))
  const permissions = integration.permissions.map(one => ({
    id: one.id,
    name: one.sentence,
    at: permissionEnds[one.id],
  }))
  const single = [...groups, ...permissions].filter(one => one.at !== undefined)
  if (single.length === 0 && !endsAt && !everyoneEndsAt) return null
  return (
    <Stack gap={4} component="section">
      <Title order={2} size="h4">
        {say('integrations.ends.title')}
      </Title>
      {endsAt && (
        <Text size="sm">
          <Sentence of="integrations.ends.all" values={{ when: <DayOf at={endsAt} /> }} />
        </Text>
      )}
      {everyoneEndsAt && (
        <Text size="sm">
          <Sentence of="integrations.ends.everyone" values={{ when: <DayOf at={everyoneEndsAt} /> }} />
        </Text>
      )}
      {single.map(({ id, name, at }) => (
        <Text key={id} size="sm">
          <Sentence of="integrations.ends" values={{ group: name, when: <DayOf at={at ?? ''} /> }} />
        </Text>
      ))}
      <Text size="sm">
        <Link to="/admin/integrations/permissions" search={{ open: integration.id } as never}>
          {say('integrations.ends.change')}
        </Link>
      </Text>
    </Stack>
  )
}

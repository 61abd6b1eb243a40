import { ActionIcon, Anchor, Group, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Follow, GroupIntegration } from '../../contract/api/group-integrations.ts'
import { useUnfollow } from '../data/attaching.ts'
import { DayOf } from '../ui/time.tsx'
import { Sentence, useSay } from '../ui/words.tsx'

interface FollowsProps {
  readonly groupId: string
  readonly one: GroupIntegration
  readonly follows: readonly Follow[]
}

/** The things whose changes come to this group. Of one that the reader may not see, only that it is there. */
export function Follows({ groupId, one, follows }: FollowsProps) {
  const say = useSay()
  const unfollow = useUnfollow(groupId)
  if (follows.length === 0)
    return (
      <Text size="sm" mt="xs">
        {say('integrations.follows.none', { name: one.name })}
      </Text>
    )
  return (
    <Stack gap={4} mt="xs" component="section" aria-label={say('integrations.follows')}>
      <Text size="sm" fw={600}>
        {say('integrations.follows')}
      </Text>
      {follows.map(follow => (
        <Group key={follow.id} gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" truncate>
            {follow.url ? (
              <Anchor href={follow.url} target="_blank" rel="noreferrer" size="sm">
                {follow.title}
              </Anchor>
            ) : (
              say('integrations.follows.hidden', { name: one.name })
            )}{' '}
            <Text size="xs" c="dimmed" component="span">
              <Sentence
                of="integrations.follows.by"
                values={{ name: follow.madeBy.name, when: <DayOf at={follow.madeAt} /> }}
              />
            </Text>
          </Text>
          {one.may.changeRoute && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={say('integrations.follows.end', { title: follow.title ?? one.name })}
              onClick={() => unfollow.mutate(follow.id)}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </Group>
      ))}
    </Stack>
  )
}

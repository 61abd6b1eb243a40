import { ActionIcon, Button, Group, Popover, Tooltip } from '@mantine/core'
import { IconMoodPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type Post, type ReactionKind, reactionKinds } from '../../contract/api/posts.ts'
import { useReact } from '../data/posts.ts'
import { useSay } from '../ui/words.tsx'
import { ReactionMark } from './reaction-mark.tsx'

interface ReactedProps {
  readonly subject: { readonly id: string; readonly reactions: Post['reactions'] }
  readonly size?: 'compact-sm' | 'compact-xs'
}

/** Likes with one press, and takes it back with the next; the others are one press further. */
export function ReactionButton({ subject, size = 'compact-sm' }: ReactedProps) {
  const say = useSay()
  const react = useReact(subject)
  const [choosing, setChoosing] = useState(false)
  const { mine } = subject.reactions
  const choose = (kind: ReactionKind) => {
    react.mutate(kind === mine ? null : kind)
    setChoosing(false)
  }
  return (
    <Group gap={0} wrap="nowrap">
      <Button
        variant="subtle"
        color={mine ? undefined : 'gray'}
        size={size}
        leftSection={<ReactionMark kind={mine ?? 'like'} size={size === 'compact-sm' ? 18 : 15} />}
        aria-pressed={mine !== null}
        onClick={() => choose(mine ?? 'like')}
      >
        {say(`feed.reaction.${mine ?? 'like'}`)}
      </Button>
      <Popover
        opened={choosing}
        onChange={setChoosing}
        position="top-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
      >
        <Popover.Target>
          <ActionIcon
            size={size === 'compact-sm' ? 26 : 22}
            aria-label={say('feed.reaction.more')}
            aria-expanded={choosing}
            onClick={() => setChoosing(!choosing)}
          >
            <IconMoodPlus size={16} stroke={1.8} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <Group gap={2} wrap="nowrap" role="group" aria-label={say('feed.reaction.more')}>
            {reactionKinds.map(kind => (
              <Tooltip key={kind} label={say(`feed.reaction.${kind}`)}>
                <ActionIcon
                  size="lg"
                  variant={kind === mine ? 'light' : 'subtle'}
                  aria-label={say(`feed.reaction.${kind}`)}
                  aria-pressed={kind === mine}
                  onClick={() => choose(kind)}
                >
                  <ReactionMark kind={kind} size={22} />
                </ActionIcon>
              </Tooltip>
            ))}
          </Group>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}

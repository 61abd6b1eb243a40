import { ActionIcon, Button } from '@mantine/core'
import { IconMoodPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { type Post, type ReactionKind, reactionKinds } from '../../contract/api/posts.ts'
import { useReact } from '../data/posts.ts'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'
import { ReactionMark } from './reaction-mark.tsx'

interface ReactedProps {
  readonly subject: { readonly id: string; readonly reactions: Post['reactions'] }
  readonly small?: boolean
}

/** Likes with one press, and takes it back with the next; the other reactions unfold beside it. */
export function ReactionButton({ subject, small = false }: ReactedProps) {
  const say = useSay()
  const react = useReact(subject)
  const [choosing, setChoosing] = useState(false)
  const { mine } = subject.reactions
  const choose = (kind: ReactionKind) => {
    react.mutate(kind === mine ? null : kind)
    setChoosing(false)
  }
  const Fold = choosing ? IconX : IconMoodPlus
  return (
    <div className={classes.reactions}>
      <Button
        variant="subtle"
        color={mine ? undefined : 'gray'}
        size={small ? 'compact-xs' : 'compact-sm'}
        leftSection={<ReactionMark kind={mine ?? 'like'} size={small ? 15 : 18} plain={!mine} />}
        aria-pressed={mine !== null}
        onClick={() => choose(mine ?? 'like')}
      >
        {say(`feed.reaction.${mine ?? 'like'}`)}
      </Button>
      <ActionIcon
        size={small ? 24 : 26}
        aria-label={say('feed.reaction.more')}
        title={say('feed.reaction.more')}
        aria-expanded={choosing}
        onClick={() => setChoosing(!choosing)}
      >
        <Fold size={16} stroke={1.8} />
      </ActionIcon>
      {choosing && <Choice mine={mine} choose={choose} close={() => setChoosing(false)} />}
    </div>
  )
}

interface ChoiceProps {
  readonly mine: ReactionKind | null
  readonly choose: (kind: ReactionKind) => void
  readonly close: () => void
}

function Choice({ mine, choose, close }: ChoiceProps) {
  const say = useSay()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent with a form
    <div
      role="group"
      className={classes.reactions}
      aria-label={say('feed.reaction.more')}
      onKeyDown={event => event.key === 'Escape' && close()}
    >
      {reactionKinds.map(kind => (
        <ActionIcon
          key={kind}
          size={30}
          variant={kind === mine ? 'light' : 'subtle'}
          aria-label={say(`feed.reaction.${kind}`)}
          title={say(`feed.reaction.${kind}`)}
          aria-pressed={kind === mine}
          onClick={() => choose(kind)}
        >
          <ReactionMark kind={kind} size={20} />
        </ActionIcon>
      ))}
    </div>
  )
}

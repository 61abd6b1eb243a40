import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { type Post, reactionKinds } from '../../contract/api/posts.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'
import { ReactionMark } from './reaction-mark.tsx'

const ReactionsDialog = later(async () => (await import('./reactions-dialog.tsx')).ReactionsDialog)

/** How many reacted, and how; a press names them. */
export function ReactionCounts({ subjectId, reactions }: { subjectId: string; reactions: Post['reactions'] }) {
  const say = useSay()
  const [opened, setOpened] = useState(false)
  const kinds = reactionKinds.filter(kind => (reactions.counts[kind] ?? 0) > 0)
  const count = kinds.reduce((sum, kind) => sum + (reactions.counts[kind] ?? 0), 0)
  if (!count) return null
  return (
    <>
      <UnstyledButton
        className={classes.count}
        aria-label={say('feed.reactions.count', { count })}
        onClick={() => setOpened(true)}
      >
        {kinds.map(kind => (
          <ReactionMark key={kind} kind={kind} size={15} />
        ))}
        <span>{count}</span>
      </UnstyledButton>
      {opened && <ReactionsDialog subjectId={subjectId} onClose={() => setOpened(false)} />}
    </>
  )
}

import { UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Markdown } from '../ui/markdown/markdown.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'

const manyLines = 18
const manyLetters = 1_400

/** What somebody wrote. Names lead to people; a long text opens when asked. */
export function PostText({ text, whole = false }: { text: string; whole?: boolean }) {
  const say = useSay()
  const long = !whole && (text.length > manyLetters || text.split('\n').length > manyLines)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <div className={long && !opened ? classes.clamped : undefined}>
        <Markdown
          text={text}
          mention={({ id, name }) => (
            <Link to={`/people/${id}`} className={classes.person}>
              @{name}
            </Link>
          )}
        />
      </div>
      {long && (
        <UnstyledButton className={classes.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {say(opened ? 'feed.less' : 'feed.more')}
        </UnstyledButton>
      )}
    </>
  )
}

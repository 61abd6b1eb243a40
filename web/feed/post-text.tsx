import { UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { TextFormat } from '../../contract/api/posts.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'
import { toWritten } from './mentions.ts'
import { PlainText } from './plain-text.tsx'

const readMarkdown = () => import('../ui/markdown/markdown.tsx')
const Markdown = later(async () => (await readMarkdown()).Markdown)
// Every feed needs it: it is on its way while the posts are asked for, and the first paint does not wait.
void readMarkdown()

const manyLines = 18
const manyLetters = 1_400

interface PostTextProps {
  readonly text: string
  readonly format?: TextFormat
  readonly whole?: boolean
}

/** What somebody wrote. Names lead to people; a long text opens when asked. */
export function PostText({ text, format = 'markdown', whole = false }: PostTextProps) {
  const say = useSay()
  const long = !whole && (text.length > manyLetters || text.split('\n').length > manyLines)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <div className={long && !opened ? classes.clamped : undefined}>
        {format === 'plain' ? (
          <PlainText text={text} mention={person} />
        ) : (
          <Markdown
            text={text}
            meanwhile={
              <p className={classes.plain} aria-busy="true">
                {toWritten(text).text}
              </p>
            }
            mention={person}
          />
        )}
      </div>
      {long && (
        <UnstyledButton className={classes.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {say(opened ? 'feed.less' : 'feed.more')}
        </UnstyledButton>
      )}
    </>
  )
}

const person = ({ id, name }: { id: string; name: string }) => (
  <Link to={`/people/${id}`} className={classes.person}>
    @{name}
  </Link>
)

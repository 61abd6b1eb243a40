import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { FoundPost } from '../../contract/api/search.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { Time } from '../ui/time.tsx'
import classes from './search.module.css'

/** A post that was found, with the words that were. */
export function FoundPostCard({ found }: { found: FoundPost }) {
  const { post, excerpt } = found
  return (
    <li className={`card ${classes.row}`}>
      <Face member={post.author} />
      <div className={classes.rowText}>
        <Link to={`/posts/${post.id}`} className={`quiet-link ${classes.way}`}>
          {post.author.name} <BotMark member={post.author} />
          <Text span size="xs" c="dimmed">
            {' '}
            › {post.group.name} · <Time at={post.createdAt} />
          </Text>
        </Link>
        <Text size="sm" lineClamp={3}>
          <Excerpt text={excerpt} />
        </Text>
      </div>
    </li>
  )
}

/** The words found stand between two characters that nobody types. */
function Excerpt({ text }: { text: string }) {
  return text.split('\u0002').map((piece, place) => {
    const [found, rest] = place ? piece.split('\u0003') : [undefined, piece]
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one excerpt keep their places
      <Fragment key={place}>
        {found !== undefined && <mark>{found}</mark>}
        {rest}
      </Fragment>
    )
  })
}

import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MemberRef } from '../../contract/api/basics.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import classes from './feed.module.css'

interface BylineProps {
  readonly author: MemberRef
  readonly size?: number
  /** Behind the name: the group, for instance. */
  readonly where?: ReactNode
  /** Under the name: when, and whether it was edited. */
  readonly when: ReactNode
}

/** Who wrote it, where and when. */
export function Byline({ author, size = 40, where, when }: BylineProps) {
  return (
    <Group gap="sm" wrap="nowrap" className={classes.byline}>
      <Face member={author} size={size} />
      <div className={classes.bylineText}>
        <Group gap={6}>
          <Link to={`/people/${author.id}`} className={`quiet-link ${classes.author}`}>
            {author.name}
          </Link>
          <BotMark member={author} />
          {where}
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {when}
        </Text>
      </div>
    </Group>
  )
}

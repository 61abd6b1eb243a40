import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Group } from '../../contract/api/groups.ts'
import { CoverDot } from '../ui/cover.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'
import { Standing } from './standing.tsx'

/** A group in a list: what it is, and the reader's way in. */
export function GroupRow({ group }: { group: Group }) {
  const say = useSay()
  return (
    <li className={`card ${classes.groupRow}`}>
      <CoverDot cover={group.cover} size={40} />
      <div className={classes.rowText}>
        <Link to={`/groups/${group.id}`} className="quiet-link" style={{ fontWeight: 620 }}>
          {group.name}
        </Link>
        <Text size="xs" c="dimmed">
          {say(`groups.privacy.${group.privacy}`)} · {say('groups.members.count', { count: group.memberCount })}
          {group.archived && ` · ${say('groups.archived.short')}`}
        </Text>
        {group.description && (
          <Text size="sm" lineClamp={2} mt={2}>
            {group.description}
          </Text>
        )}
      </div>
      <Standing group={group} size="xs" />
    </li>
  )
}

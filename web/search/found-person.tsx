import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MemberRef } from '../../contract/api/basics.ts'
import { Face } from '../ui/avatar.tsx'
import classes from './search.module.css'

export function FoundPerson({ person }: { person: MemberRef }) {
  return (
    <li className={`card ${classes.row}`}>
      <Face member={person} />
      <div className={classes.rowText}>
        <Link to={`/people/${person.id}`} className={`quiet-link ${classes.way}`}>
          {person.name}
        </Link>
        {person.title && (
          <Text size="xs" c="dimmed">
            {person.title}
          </Text>
        )}
      </div>
    </li>
  )
}

import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MemberRef } from '../../contract/api/basics.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'

interface Row {
  readonly member: MemberRef
  readonly aside?: ReactNode
}

/** People in a dialog, each leading to their page. */
export function MemberRows({ rows }: { rows: readonly Row[] }) {
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {rows.map(({ member, aside }) => (
        <Group key={member.id} component="li" wrap="nowrap" gap="sm">
          <Face member={member} size={32} />
          <div style={{ flex: 1, minWidth: 0 }}>
            <Link to={`/people/${member.id}`} className="quiet-link">
              {member.name}
            </Link>{' '}
            <BotMark member={member} />
            {member.title && (
              <Text size="xs" c="dimmed" truncate>
                {member.title}
              </Text>
            )}
          </div>
          {aside}
        </Group>
      ))}
    </Stack>
  )
}

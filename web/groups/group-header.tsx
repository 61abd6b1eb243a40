import { Box, Group as Row, Text, Title } from '@mantine/core'
import { IconEyeOff, IconLock, IconWorld } from '@tabler/icons-react'
import type { Group, Privacy } from '../../contract/api/groups.ts'
import { coverColour } from '../ui/cover.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'
import { Standing } from './standing.tsx'

export const privacyIcons = { open: IconWorld, closed: IconLock, secret: IconEyeOff } as const satisfies Record<
  Privacy,
  unknown
>

export function GroupHeader({ group }: { group: Group }) {
  const say = useSay()
  const Privacy = privacyIcons[group.privacy]
  return (
    <>
      <div className={classes.cover} style={{ background: coverColour(group.cover) }} />
      <Box p="md" pb="xs">
        <Row justify="space-between" align="flex-start" gap="sm">
          <div style={{ flex: '1 1 14rem', minWidth: 0 }}>
            <Title order={1}>{group.name}</Title>
            <Text size="sm" c="dimmed" component="div">
              <Row gap={6}>
                <Privacy size={15} aria-hidden="true" />
                {say(`groups.privacy.${group.privacy}`)}
                <span aria-hidden="true">·</span>
                {say('groups.members.count', { count: group.memberCount })}
              </Row>
            </Text>
          </div>
          <Standing group={group} />
        </Row>
      </Box>
    </>
  )
}

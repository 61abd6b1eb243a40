import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { OverseenDetail } from '../../../contract/api/oversight.ts'
import { DayOf } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { type EndedPart, useAsked } from './use-asked.ts'

/** How long it holds where: in all groups for a time, and in single groups; and which it does not reach though it is for all. */
export function GroupEnds({ detail }: { detail: OverseenDetail }) {
  const say = useSay()
  const { row, everyone, everyoneEndsAt, groups, hiddenGroups } = detail
  const ending = groups.filter(group => group.endsAt).length
  return (
    <Stack gap="xs">
      {row.exceptGroups > 0 && (
        <Text size="sm">{say('oversight.groups.except.means', { count: row.exceptGroups })}</Text>
      )}
      {everyoneEndsAt && (
        <Line id={row.id} of={{ kind: 'everyone', id: '', name: say('oversight.end.everyone') }}>
          <Sentence
            of="oversight.end.everyone.at"
            values={{ when: <DayOf at={everyoneEndsAt} />, count: groups.length + hiddenGroups }}
          />
        </Line>
      )}
      {!everyone && groups.length > 0 && (
        <details open={ending > 0}>
          <summary>
            <Text span size="sm">
              {ending > 0 ? say('oversight.end.groups.some', { count: ending }) : say('oversight.end.groups')}
            </Text>
          </summary>
          <Stack gap={6} mt="xs">
            {groups.map(group => (
              <Line key={group.id} id={row.id} of={{ kind: 'group', id: group.id, name: group.name }}>
                {group.endsAt ? (
                  <Sentence of="integrations.ends" values={{ group: group.name, when: <DayOf at={group.endsAt} /> }} />
                ) : (
                  group.name
                )}
              </Line>
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  )
}

function Line({ id, of, children }: { id: string; of: EndedPart; children: ReactNode }) {
  const say = useSay()
  const { change } = useAsked()
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        style={{ flex: 'none' }}
        onClick={() => change({ keys: [id], kind: 'end', of })}
        aria-label={say('oversight.end.of', { permission: of.name })}
      >
        {say('oversight.end')}
      </Button>
    </Group>
  )
}

import { Group, Stack, Table, Text } from '@mantine/core'
import type { Rehearsal } from '../../../contract/api/requests.ts'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { DayOf } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'

/** What the rules would have said, request by request: nothing was decided by it. */
export function RehearsalTable({ rehearsal }: { rehearsal: Rehearsal }) {
  const say = useSay()
  const { items, decided } = rehearsal
  return (
    <Stack gap="xs" role="status">
      <Text size="sm" fw={600}>
        {say('requests.rehearsed', { total: items.length, decided })}
      </Text>
      {items.length > 0 && (
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('integrations.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('requests.rehearsed.asked')}</Table.Th>
              <Table.Th>{say('requests.rehearsed.result')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(item => (
              <Table.Tr key={item.requestId}>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <ServiceIcon src={item.icon} name={item.name} size={20} />
                    {item.name}
                  </Group>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <DayOf at={item.askedAt} />
                </Table.Td>
                <Table.Td>
                  {say(
                    item.outcome === 'approve' && !item.alone
                      ? 'requests.rehearsed.proposed'
                      : `requests.rehearsed.${item.outcome}`,
                  )}{' '}
                  <Text component="span" size="xs" c="dimmed">
                    {item.rule === null
                      ? say('requests.rehearsed.nobody')
                      : say('requests.rehearsed.by', { place: item.rule })}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}

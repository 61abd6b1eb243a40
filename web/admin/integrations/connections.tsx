import { Badge, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ConnectionRow } from '../../../contract/api/connections.ts'
import type { Integration } from '../../../contract/api/integrations.ts'
import { connectionsOf } from '../../data/integrations.ts'
import { PageFaces } from '../../ui/list-faces.tsx'
import { DayOf, Time } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'
import { CaughtUp } from './caught-up.tsx'

/** Who is connected, and how it goes. What others' accounts are called at the service is theirs to know. */
export function Connections({ integration }: { integration: Integration }) {
  const say = useSay()
  const found = useInfiniteQuery(connectionsOf(integration.id))
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('integrations.connections')}
      </Title>
      {found.data?.pages[0]?.catchUp && <CaughtUp catchUp={found.data.pages[0].catchUp} />}
      <PageFaces
        query={found}
        empty={<Text size="sm">{say('integrations.connections.none', { name: integration.name })}</Text>}
      >
        {items => (
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {['who', 'state', 'since', 'refreshed'].map(column => (
                    <Table.Th key={column}>{say(`integrations.connections.${column}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map(one => (
                  <Row key={one.id} one={one} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </PageFaces>
    </Stack>
  )
}

function Row({ one }: { one: ConnectionRow }) {
  const say = useSay()
  return (
    <Table.Tr>
      <Table.Td>{one.member?.name ?? say('integrations.connections.own', { label: one.label ?? '' })}</Table.Td>
      <Table.Td>
        <Badge variant="dot" color={one.state === 'working' ? 'teal' : 'red'} tt="none">
          {say(`integrations.connections.${one.state}`)}
        </Badge>
        {one.problem && (
          <Text size="xs" c="dimmed">
            {one.problem}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <DayOf at={one.linkedAt} />
      </Table.Td>
      <Table.Td>{one.refreshedAt ? <Time at={one.refreshedAt} /> : '–'}</Table.Td>
    </Table.Tr>
  )
}

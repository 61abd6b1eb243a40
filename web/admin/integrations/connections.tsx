import { Badge, Button, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ConnectionRow } from '../../../contract/api/connections.ts'
import type { Integration } from '../../../contract/api/integrations.ts'
import { connectionsOf, useEndConnection } from '../../data/integrations.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { PageFaces } from '../../ui/list-faces.tsx'
import { DayOf, Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { CaughtUp } from './caught-up.tsx'
import { RefusedRequests } from './refused-requests.tsx'
import { Trouble } from './trouble.tsx'

/** Who is connected, and how it goes. What others' accounts are called at the service is theirs to know. */
export function Connections({ integration }: { integration: Integration }) {
  const say = useSay()
  const found = useInfiniteQuery(connectionsOf(integration.id))
  const { refused = [], catchUp } = found.data?.pages[0] ?? {}
  // Where nobody signs in there is nobody to list; how it goes is said all the same.
  if (!integration.needsSignIn && refused.length === 0 && !catchUp) return null
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say(integration.needsSignIn ? 'integrations.connections' : 'integrations.connections.health')}
      </Title>
      <RefusedRequests refused={refused} name={integration.name} />
      {catchUp && <CaughtUp catchUp={catchUp} />}
      {integration.needsSignIn && (
        <PageFaces
          query={found}
          empty={<Text size="sm">{say('integrations.connections.none', { name: integration.name })}</Text>}
        >
          {items => <Rows integration={integration} items={items} />}
        </PageFaces>
      )}
    </Stack>
  )
}

function Rows({ integration, items }: { integration: Integration; items: readonly ConnectionRow[] }) {
  const say = useSay()
  return (
    <Table.ScrollContainer minWidth={600}>
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
            <Row key={one.id} one={one} integration={integration} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ one, integration }: { one: ConnectionRow; integration: Integration }) {
  const say = useSay()
  const state = one.away ? 'away' : one.state
  return (
    <Table.Tr>
      <Table.Td>{one.member?.name ?? say('integrations.connections.own', { label: one.label ?? '' })}</Table.Td>
      <Table.Td>
        <Badge
          miw="max-content"
          variant="dot"
          color={{ working: 'teal', broken: 'red', away: 'gray' }[state]}
          tt="none"
        >
          {say(`integrations.connections.${state}`)}
        </Badge>
        {one.problem && one.member && !one.away && (
          <Trouble name={integration.name} problem={one.problem} whose="member" />
        )}
        {one.away && one.member && <EndConnection one={one} who={one.member.name} integration={integration} />}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <DayOf at={one.linkedAt} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{one.refreshedAt ? <Time at={one.refreshedAt} /> : '–'}</Table.Td>
    </Table.Tr>
  )
}

/** Of somebody who is deactivated the account is kept, in case they come back; an administrator may give it back before. */
function EndConnection({ one, who, integration }: { one: ConnectionRow; who: string; integration: Integration }) {
  const say = useSay()
  const confirm = useConfirm()
  const end = useEndConnection(integration.id)
  const ask = async () => {
    const sure = await confirm({
      title: say('integrations.connections.end.title', { who, name: integration.name }),
      body: say('integrations.connections.end.body', { who, name: integration.name }),
      action: say('integrations.connections.end'),
      danger: true,
    })
    if (sure) end.mutate(one.id, { onSuccess: () => toast(say('integrations.connections.ended', { who })) })
  }
  return (
    <Stack gap={4} align="flex-start" maw={230}>
      <Text size="xs" c="dimmed">
        {say('integrations.connections.away.hint')}
      </Text>
      <Button
        size="compact-xs"
        variant="outline"
        color="red"
        loading={end.isPending}
        aria-label={say('integrations.connections.end.of', { name: who })}
        onClick={ask}
      >
        {say('integrations.connections.end')}
      </Button>
    </Stack>
  )
}

import { Badge, Group, Table, Text, UnstyledButton } from '@mantine/core'
import type { LoggedCall } from '../../../contract/api/api-log.ts'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { useSay } from '../../ui/words.tsx'

interface RowsProps {
  readonly items: readonly LoggedCall[]
  /** Whose log it is goes without saying in the log of one. */
  readonly named: boolean
  readonly open: (call: LoggedCall) => void
}

/** A row opens its call. */
export function CallRows({ items, named, open }: RowsProps) {
  const say = useSay()
  const narrow = useNarrow()
  return (
    <Table.ScrollContainer minWidth={narrow ? 0 : named ? 900 : 680}>
      <Table verticalSpacing={6} aria-label={say('activity.title')}>
        <Table.Thead>
          <Table.Tr>
            {!narrow && <Table.Th>{say('activity.column.when')}</Table.Th>}
            <Table.Th style={{ whiteSpace: 'nowrap' }}>{say('activity.column.result')}</Table.Th>
            <Table.Th>{say('activity.column.call')}</Table.Th>
            {named && !narrow && <Table.Th w="22%">{say('activity.column.integration')}</Table.Th>}
            {!narrow && <Table.Th w="11%">{say('activity.column.group')}</Table.Th>}
            {!narrow && (
              <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                {say('activity.column.time')}
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(call => (
            <Row key={call.id} call={call} named={named} narrow={narrow} open={open} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface RowProps {
  readonly call: LoggedCall
  readonly named: boolean
  readonly narrow: boolean
  readonly open: (call: LoggedCall) => void
}

function Row({ call, named, narrow, open }: RowProps) {
  const say = useSay()
  return (
    <Table.Tr>
      {!narrow && (
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          <Stamp at={call.at} />
        </Table.Td>
      )}
      <Table.Td>
        <Result call={call} />
      </Table.Td>
      <Table.Td>
        <UnstyledButton
          onClick={() => open(call)}
          fz="sm"
          fw={550}
          style={{ wordBreak: 'break-all' }}
          aria-label={say('activity.call.open', { method: call.method, path: call.path })}
        >
          {call.method} {call.path}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {say(`activity.api.${call.api}`)}
          {call.permission && ` · ${say(`permissions.${call.permission}`)}`}
        </Text>
        {narrow && (
          <Text size="xs" c="dimmed">
            {[named && call.integration?.name, call.group?.name].filter(Boolean).map(name => `${name} · `)}
            <Stamp at={call.at} /> · {say('activity.ms', { ms: Math.round(call.durationMs) })}
          </Text>
        )}
      </Table.Td>
      {named && !narrow && (
        <Table.Td>
          {call.integration && (
            <Group gap="xs" wrap="nowrap">
              <ServiceIcon src={call.integration.icon} name={call.integration.name} size={20} />
              <Text size="sm">{call.integration.name}</Text>
            </Group>
          )}
        </Table.Td>
      )}
      {!narrow && (
        <>
          <Table.Td>
            <Text size="sm">{call.group?.name ?? '—'}</Text>
          </Table.Td>
          <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
            <Text size="sm" c="dimmed">
              {say('activity.ms', { ms: Math.round(call.durationMs) })}
            </Text>
          </Table.Td>
        </>
      )}
    </Table.Tr>
  )
}

/** A word where there is no number, and never by colour alone. */
export function Result({ call: { status } }: { call: Pick<LoggedCall, 'status'> }) {
  const say = useSay()
  const color = status === 0 || status >= 500 ? 'red' : status >= 400 ? 'orange' : 'teal'
  return (
    <Badge variant="dot" color={color} tt="none" miw="max-content">
      {status === 0 ? say('activity.status.0') : status}
    </Badge>
  )
}

import { Button, Code, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { LoggedCall } from '../../../contract/api/api-log.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FactsTable } from '../../ui/facts-table.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { useSay } from '../../ui/words.tsx'
import { Result } from './call-rows.tsx'
import { useCallFilter } from './use-call-filter.ts'

/** One call, with everything that is known of it, and two ways to what belongs to it. */
export function CallDetail({
  call,
  only,
  onClose,
}: {
  call: LoggedCall
  only?: string | undefined
  onClose: () => void
}) {
  const say = useSay()
  const { lookFor } = useCallFilter(only)
  const find = (part: 'trace' | 'integration', value: string) => {
    lookFor(part, value)
    onClose()
  }
  return (
    <Dialog title={say('activity.call', { id: call.id })} onClose={onClose} size="lg">
      <Stack gap="md">
        <Text size="sm" fw={550} style={{ wordBreak: 'break-all' }}>
          {call.method} {call.path}
        </Text>
        <Facts call={call} />
        <Group gap="xs">
          <Button variant="default" onClick={() => find('trace', call.traceId)}>
            {say('activity.same_trace')}
          </Button>
          {only === undefined && call.integration && (
            <Button variant="default" onClick={() => find('integration', call.integration?.id ?? '')}>
              {say('activity.same_integration')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function Facts({ call }: { call: LoggedCall }) {
  const say = useSay()
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['activity.column.when', <Stamp key="at" at={call.at} />],
    ['activity.column.result', <Result key="status" call={call} />],
    ['activity.filter.code', call.code],
    ['activity.column.integration', call.integration?.name],
    ['activity.filter.origin', call.origin && say(`activity.origin.${call.origin}`)],
    ['activity.filter.app_id', call.appId],
    ['activity.filter.api', say(`activity.api.${call.api}`)],
    ['activity.filter.permission', call.permission && say(`permissions.${call.permission}`)],
    ['activity.column.group', call.group?.name ?? call.groupId],
    ['activity.column.time', say('activity.ms', { ms: call.durationMs })],
    ['activity.column.bytes', say('activity.bytes', { count: call.bytes })],
    ['activity.filter.address', call.address],
    ['activity.filter.user_agent', call.userAgent],
    ['activity.filter.trace', <Code key="trace">{call.traceId}</Code>],
  ]
  return <FactsTable facts={facts} />
}

import { Alert, Stack, Text } from '@mantine/core'
import type { listConnections } from '../../../contract/api/connections.ts'
import type { AnswerOf } from '../../../contract/api/route.ts'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

interface RefusedProps {
  readonly refused: AnswerOf<typeof listConnections>['refused']
  readonly name: string
}

/** What was refused at the webhook's address: mostly a secret that is not the same on both sides, and what to do about it. */
export function RefusedRequests({ refused, name }: RefusedProps) {
  const say = useSay()
  return refused.map(({ reason, count, lastAt }) => (
    <Alert key={reason} color={reason === 'stray' ? 'gray' : 'orange'} role="status">
      <Stack gap={2}>
        <Text size="sm">{say(`integrations.refused.${reason}`, { count, name })}</Text>
        <Text size="xs" c="dimmed" component="div">
          <Sentence of="integrations.refused.last" values={{ when: <Time at={lastAt} /> }} />
        </Text>
      </Stack>
    </Alert>
  ))
}

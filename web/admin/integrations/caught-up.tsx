import { Badge, Stack, Text } from '@mantine/core'
import type { listConnections } from '../../../contract/api/connections.ts'
import type { AnswerOf } from '../../../contract/api/route.ts'
import { Time } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'

/** A service that has to be asked: how far it was read, and what is in the way. */
export function CaughtUp({ catchUp }: { catchUp: NonNullable<AnswerOf<typeof listConnections>['catchUp']> }) {
  const say = useSay()
  const { caughtAt, problem, nextAt } = catchUp
  return (
    <Stack gap={2}>
      <Text size="sm" component="div">
        {caughtAt ? say('integrations.connections.caught') : say('integrations.connections.never_caught')}{' '}
        {caughtAt && <Time at={caughtAt} />}
      </Text>
      {problem !== null && (
        <Text size="sm" component="div">
          <Badge variant="dot" color="red" tt="none">
            {say('integrations.connections.behind')}
          </Badge>{' '}
          {problem} · {say('integrations.connections.next_try')} <Time at={nextAt} />
        </Text>
      )}
    </Stack>
  )
}

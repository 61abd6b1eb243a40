import { Badge, Code, Group, Stack, Text } from '@mantine/core'
import type { DeliveryAttempt } from '../../../../contract/api/webhooks.ts'
import { Time } from '../../../ui/time.tsx'
import { useSay } from '../../../ui/words.tsx'

/** One attempt: what came back and how long it took; request and answer are folded away. */
export function Attempt({ attempt, hidden }: { attempt: DeliveryAttempt; hidden: boolean }) {
  const say = useSay()
  const { status, responseClass, firstByteMs, durationMs } = attempt
  return (
    <Stack gap={4} className="card" p="sm">
      <Group gap="xs">
        <Badge variant="light" color={responseClass === '2xx' ? 'teal' : 'red'} tt="none">
          {status ?? say(`webhooks.class.${responseClass}`)}
        </Badge>
        <Text size="sm" component="div">
          <Time at={attempt.at} />
        </Text>
        <Text size="sm" c="dimmed">
          {firstByteMs === null
            ? say('webhooks.ms', { ms: durationMs })
            : say('webhooks.timing', { first: firstByteMs, all: durationMs })}
        </Text>
        {attempt.isRedelivery && (
          <Badge variant="outline" color="gray" tt="none">
            {say('webhooks.is_redelivery')}
          </Badge>
        )}
      </Group>
      <details className="fold">
        <summary>{say('webhooks.request')}</summary>
        <Headers headers={attempt.requestHeaders} />
        <Text size="xs" c="dimmed">
          {say('webhooks.bytes', { count: attempt.requestBytes })}
        </Text>
      </details>
      {attempt.responseHeaders && (
        <details className="fold">
          <summary>{say('webhooks.response')}</summary>
          <Headers headers={attempt.responseHeaders} />
          {hidden ? (
            <Text size="xs" c="dimmed">
              {say('webhooks.body.not_yours')}
            </Text>
          ) : (
            attempt.responseBody && (
              <Code block tabIndex={0} mah={220} style={{ overflow: 'auto' }}>
                {attempt.responseBody}
              </Code>
            )
          )}
        </details>
      )}
    </Stack>
  )
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  return (
    <Code block tabIndex={0} mb={4}>
      {Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}
    </Code>
  )
}

import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useIntegration } from '../../data/integrations.ts'
import { DayOf } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { Connections } from './connections.tsx'
import { HowItHears } from './how-it-hears.tsx'
import { Trouble } from './trouble.tsx'

/** The installation's own sign-in at the service, and what it registered there. */
export function ConnectionTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { reconnect } = useIntegration(integration.id)
  const { installation, name } = integration
  if (!installation) return null
  const { connection } = installation
  return (
    <Stack gap="lg" maw={720}>
      <Stack gap="xs" component="section">
        <Title order={2} size="h4">
          {say('integrations.connection')}
        </Title>
        <Group gap="sm">
          <Badge
            variant="dot"
            color={connection.state === 'connected' || connection.state === 'none' ? 'teal' : 'orange'}
            tt="none"
          >
            {say(`integrations.connection.${connection.state}`)}
          </Badge>
          {connection.label && <Text size="sm">{say('linking.as', { label: connection.label })}</Text>}
          {connection.since && (
            <Text size="sm" c="dimmed">
              <Sentence of="integrations.since" values={{ when: <DayOf at={connection.since} /> }} />
            </Text>
          )}
        </Group>
        {connection.problem && <Trouble name={name} problem={connection.problem} whose="own" />}
        {connection.state !== 'none' && (
          <Group>
            <Button variant="default" loading={reconnect.isPending} onClick={() => reconnect.mutate()}>
              {say('linking.reconnect')}
            </Button>
          </Group>
        )}
      </Stack>
      <Connections integration={integration} />
      <HowItHears integration={integration} />
    </Stack>
  )
}

import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Installation, Integration } from '../../../contract/api/integrations.ts'
import { DayOf, Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { CopyField } from './credential-fields.tsx'

/** How it hears of what happens at the service, and when it did last. Nothing of one that hears of nothing. */
export function HowItHears({ integration }: { integration: Integration }) {
  const say = useSay()
  const { installation, name } = integration
  if (!installation?.hears) return null
  const { hears, subscriptions, lastEventAt } = installation
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('integrations.subscriptions')}
      </Title>
      {(subscriptions.length === 0 || hears === 'by_hand') && (
        <Text size="sm">{say(`integrations.hears.${hears}`, { name })}</Text>
      )}
      {hears === 'by_hand' && <ByHand integration={integration} />}
      {subscriptions.map(one => (
        <Registered key={one.id} one={one} />
      ))}
      <Text size="sm" c="dimmed">
        {lastEventAt ? (
          <Sentence of="integrations.last_event" values={{ when: <Time at={lastEventAt} /> }} />
        ) : (
          say('integrations.last_event.none')
        )}
      </Text>
    </Stack>
  )
}

/** Its address, and where the steps stand. */
function ByHand({ integration }: { integration: Integration }) {
  const say = useSay()
  const { admin, installation } = integration
  if (!admin?.webhookUrl) return null
  return (
    <>
      <CopyField label={say('integrations.webhook')} value={admin.webhookUrl} />
      {admin.setup && !installation?.lastEventAt && (
        <Text size="sm">
          <Link to={`/admin/integrations/${integration.id}`} search={{ tab: 'settings' } as never}>
            {say('integrations.hears.steps', { name: integration.name })}
          </Link>
        </Text>
      )}
    </>
  )
}

function Registered({ one }: { one: Installation['subscriptions'][number] }) {
  const say = useSay()
  return (
    <Group gap="sm">
      <Badge variant="dot" color={one.state === 'active' ? 'teal' : 'red'} tt="none">
        {say(`integrations.subscription.${one.state}`)}
      </Badge>
      {one.expiresAt && (
        <Text size="sm">
          <Sentence of="integrations.renewed_before" values={{ when: <DayOf at={one.expiresAt} /> }} />
        </Text>
      )}
      {one.problem && <Text size="sm">{one.problem}</Text>}
    </Group>
  )
}

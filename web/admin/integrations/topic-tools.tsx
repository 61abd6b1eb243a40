import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { WebhookSubscription } from '../../../contract/api/webhooks.ts'
import { type ToldField, toldFields } from '../../../contract/graph/changes.ts'
import { useWebhook } from '../../data/webhooks.ts'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { CopyField } from './credential-fields.tsx'

interface ToolsProps {
  readonly integrationId: string
  readonly subscription: WebhookSubscription
}

/** For who writes the program: a test event, and the secret of the newer of the two signatures. */
export function TopicTools({ integrationId, subscription }: ToolsProps) {
  return (
    <>
      <TestEvent integrationId={integrationId} subscription={subscription} />
      <SigningSecret integrationId={integrationId} subscription={subscription} />
    </>
  )
}

function TestEvent({ integrationId, subscription }: ToolsProps) {
  const say = useSay()
  const told = subscription.fields.filter(field => toldFields.includes(field as ToldField))
  const [field, setField] = useState(told[0] ?? null)
  const { test } = useWebhook(integrationId, subscription.topic)
  if (!field || subscription.state !== 'active') return null
  const send = () => test.mutate(field, { onSuccess: () => toast(say('webhooks.test.sent')) })
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('webhooks.test')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('webhooks.test.means')}
      </Text>
      <Group gap="xs" align="flex-end">
        <Select
          aria-label={say('webhooks.field')}
          data={told}
          value={field}
          onChange={setField}
          allowDeselect={false}
        />
        <Button variant="default" loading={test.isPending} onClick={send}>
          {say('webhooks.test.send')}
        </Button>
        <Button variant="subtle" component={Link} to={`/admin/integrations/${integrationId}?tab=deliveries` as '/'}>
          {say('webhooks.to_log')}
        </Button>
      </Group>
    </Stack>
  )
}

function SigningSecret({ integrationId, subscription }: ToolsProps) {
  const say = useSay()
  const { secret } = useWebhook(integrationId, subscription.topic)
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('webhooks.signatures')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('webhooks.signatures.means')}
      </Text>
      {secret.data ? (
        <CopyField label={say('webhooks.secret')} value={secret.data.secret} />
      ) : (
        <Group>
          <Button variant="default" loading={secret.isPending} onClick={() => secret.mutate()}>
            {say('webhooks.secret.show')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

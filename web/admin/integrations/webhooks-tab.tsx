import { Alert, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { isTopic, topicNames, type WebhookTopic } from '../../../contract/graph/changes.ts'
import { webhooksOf } from '../../data/webhooks.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { Refused } from '../../ui/refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { TopicForm } from './topic-form.tsx'
import { TopicTools } from './topic-tools.tsx'

/** What the program is told of, a tab for each topic as Workplace had it. */
export function WebhooksTab({ integration }: { integration: { readonly id: string } }) {
  const integrationId = integration.id
  const say = useSay()
  const [inAddress, setTopic] = useAddressQuery('topic')
  const topic: WebhookTopic = inAddress && isTopic(inAddress) ? inAddress : 'page'
  const found = useQuery(webhooksOf(integrationId))
  if (found.isError) return <Refused error={found.error} again={() => found.refetch()} />
  if (!found.data) return <Skeleton height={280} />
  const subscriptions = new Map(found.data.items.map(item => [item.topic, item]))
  const subscription = subscriptions.get(topic)
  return (
    <Stack gap="md" maw={720}>
      <Text size="sm" c="dimmed">
        {say('webhooks.intro')}
      </Text>
      <Tabs variant="pills" value={topic} onChange={next => setTopic(next ?? undefined)}>
        <Tabs.List aria-label={say('webhooks.topics')}>
          {topicNames.map(name => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                subscriptions.has(name) && <IconCheck size={14} role="img" aria-label={say('webhooks.subscribed')} />
              }
            >
              {say(`webhooks.topic.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={topic} pt="md">
          <Stack gap="xl">
            {subscription?.state === 'stopped' && (
              <Alert color="orange" title={say('webhooks.stopped')}>
                {say(`webhooks.stopped.${subscription.reason ?? 'gone'}`)}
              </Alert>
            )}
            <TopicForm
              key={`${topic}${subscription?.changedAt}`}
              integrationId={integrationId}
              topic={topic}
              subscription={subscription}
            />
            {subscription && (
              <TopicTools key={subscription.id} integrationId={integrationId} subscription={subscription} />
            )}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

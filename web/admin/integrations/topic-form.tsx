import { Button, Checkbox, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { WebhookSubscription } from '../../../contract/api/webhooks.ts'
import { type ToldField, toldFields, type WebhookTopic, webhookTopics } from '../../../contract/graph/changes.ts'
import { useWebhook } from '../../data/webhooks.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

interface FormProps {
  readonly integrationId: string
  readonly topic: WebhookTopic
  readonly subscription: WebhookSubscription | undefined
}

/** Callback URL, verify token, fields. Saving asks the address first, and says what it answered where that was not the challenge. */
export function TopicForm({ integrationId, topic, subscription }: FormProps) {
  const say = useSay()
  const [callbackUrl, setCallbackUrl] = useState(subscription?.callbackUrl ?? '')
  const [verifyToken, setVerifyToken] = useState('')
  const [fields, setFields] = useState<string[]>(subscription?.fields ?? [])
  const [inOrder, setInOrder] = useState(subscription?.inOrder ?? false)
  const [includeValues, setIncludeValues] = useState(subscription?.includeValues ?? true)
  const { change } = useWebhook(integrationId, topic)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const body = { callbackUrl, fields, inOrder, includeValues, ...(verifyToken && { verifyToken }) }
    change.mutate(body, { onSuccess: () => toast(say('webhooks.saved')) })
  }
  const complete = callbackUrl.trim() && fields.length > 0 && (subscription || verifyToken)
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <Text size="sm">{say(`webhooks.topic.${topic}.means`)}</Text>
        <TextInput
          label={say('webhooks.callback')}
          description={say('webhooks.callback.hint')}
          inputMode="url"
          required
          value={callbackUrl}
          onChange={event => setCallbackUrl(event.currentTarget.value)}
        />
        <TextInput
          label={say('webhooks.verify')}
          description={say(subscription ? 'webhooks.verify.kept' : 'webhooks.verify.hint')}
          autoComplete="off"
          required={!subscription}
          value={verifyToken}
          onChange={event => setVerifyToken(event.currentTarget.value)}
        />
        <Checkbox.Group label={say('webhooks.fields')} value={fields} onChange={setFields} required>
          <Stack gap="xs" mt={6}>
            {[...new Set([...webhookTopics[topic], ...(subscription?.fields ?? [])])].map(field => (
              <Checkbox key={field} value={field} label={field} description={<Meaning field={field} topic={topic} />} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Switch
          label={say('webhooks.in_order')}
          description={say('webhooks.in_order.means')}
          checked={inOrder}
          onChange={event => setInOrder(event.currentTarget.checked)}
        />
        <Switch
          label={say('webhooks.include_values')}
          description={say('webhooks.include_values.means')}
          checked={includeValues}
          onChange={event => setIncludeValues(event.currentTarget.checked)}
        />
        {change.isError && <Refused error={change.error} />}
        <Group gap="xs">
          <Button type="submit" loading={change.isPending} disabled={!complete}>
            {say('webhooks.save')}
          </Button>
          {subscription && <RemoveTopic integrationId={integrationId} topic={topic} />}
        </Group>
      </Stack>
    </form>
  )
}

/** What is sent for a field; of a name that only the program knows, that nothing is. */
function Meaning({ field, topic }: { field: string; topic: WebhookTopic }) {
  const say = useSay()
  const offered: readonly string[] = webhookTopics[topic]
  if (!offered.includes(field)) return say('webhooks.field.unknown')
  return toldFields.includes(field as ToldField) ? say(`webhooks.field.${field}`) : say('webhooks.field.later')
}

function RemoveTopic({ integrationId, topic }: { integrationId: string; topic: WebhookTopic }) {
  const say = useSay()
  const confirm = useConfirm()
  const { remove } = useWebhook(integrationId, topic)
  const ask = async () => {
    const name = say(`webhooks.topic.${topic}`)
    const question = { title: say('webhooks.remove.title', { name }), body: say('webhooks.remove.body') }
    if (await confirm({ ...question, action: say('webhooks.remove'), danger: true }))
      remove.mutate(undefined, { onSuccess: () => toast(say('webhooks.removed')) })
  }
  return (
    <Button variant="subtle" color="red" loading={remove.isPending} onClick={ask}>
      {say('webhooks.remove')}
    </Button>
  )
}

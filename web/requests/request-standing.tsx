import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { IntegrationRequest } from '../../contract/api/requests.ts'
import { asking, useRequest } from '../data/requests.ts'
import { Refused } from '../ui/refused.tsx'
import { DayOf, Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { Sentence, useSay } from '../ui/words.tsx'
import { AskButton } from './ask-button.tsx'
import { Conversation } from './conversation.tsx'
import { Elsewhere } from './request-dialog.tsx'

/** A member's way to an integration: asking for it, and what became of that. */
export function RequestStanding({ integrationId, name }: { integrationId: string; name: string }) {
  const found = useQuery(asking(integrationId))
  if (found.isError) return <Refused error={found.error} again={() => void found.refetch()} />
  if (!found.data) return <Skeleton height={80} />
  const { request, elsewhere, may } = found.data
  const mine = request?.mine ? request : null
  if (!may && !mine) return null
  if (elsewhere && !mine) return <Elsewhere {...elsewhere} />
  if (!mine) return <Nobody integrationId={integrationId} name={name} people={request?.supporters ?? 0} />
  return <Mine request={mine} name={name} mayAsk={may && !elsewhere} />
}

function Nobody({ integrationId, name, people }: { integrationId: string; name: string; people: number }) {
  const say = useSay()
  return (
    <Group gap="sm">
      <AskButton integrationId={integrationId} name={name}>
        {say(people > 0 ? 'requests.add_me' : 'requests.ask.label', { name })}
      </AskButton>
      {people > 0 && <Text size="sm">{say('integrations.explore.people', { count: people })}</Text>}
    </Group>
  )
}

function Mine({ request, name, mayAsk }: { request: IntegrationRequest; name: string; mayAsk: boolean }) {
  const say = useSay()
  const { withdraw } = useRequest(request.id)
  const { mine, may, integrationId } = request
  const groups = mine?.groups.map(group => group.name).join(', ')
  return (
    <Stack gap="sm" className="card" p="md" component="section" aria-label={say('requests.standing')}>
      <Title order={2} size="h4">
        {say('requests.standing')}
      </Title>
      <Outcome request={request} />
      {mine?.reason && <Text size="sm">{say('requests.mine.reason', { reason: mine.reason })}</Text>}
      {groups && <Text size="sm">{say('requests.mine.groups', { groups })}</Text>}
      <Group gap="xs">
        {may.withdraw && mayAsk && (
          <AskButton integrationId={integrationId} name={name} size="xs" variant="default">
            {say('requests.change')}
          </AskButton>
        )}
        {may.withdraw && (
          <Button
            size="xs"
            variant="default"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(undefined, { onSuccess: () => toast(say('requests.withdrawn')) })}
          >
            {say('requests.withdraw')}
          </Button>
        )}
        {!may.withdraw && mayAsk && (
          <AskButton integrationId={integrationId} name={name} size="xs" variant="default">
            {say('requests.again')}
          </AskButton>
        )}
      </Group>
      {(may.comment || request.comments > 0) && (
        <Conversation requestId={request.id} mayWrite={may.comment} decides={false} />
      )}
    </Stack>
  )
}

/** How it stands, and what was said with the decision. */
function Outcome({ request }: { request: IntegrationRequest }) {
  const say = useSay()
  const { decided, mine, seen, state } = request
  if (decided && (state === 'approved' || state === 'declined')) {
    const by = decided.by ? say('requests.decided.by', { name: decided.by.name }) : say('requests.decided.rule')
    return (
      <Alert color={state === 'approved' ? 'teal' : 'orange'}>
        <Text size="sm">
          <Sentence of={`requests.${state}`} values={{ when: <DayOf at={decided.at} />, by }} />
        </Text>
        {decided.note && <Text size="sm">{say('requests.decided.note', { note: decided.note })}</Text>}
      </Alert>
    )
  }
  if (mine?.has) return <Text size="sm">{say('requests.has')}</Text>
  return (
    <Stack gap={2}>
      <Text size="sm">
        {state === 'approving' ? (
          say('requests.approving')
        ) : (
          <Sentence of="requests.waiting" values={{ when: <DayOf at={mine?.askedAt ?? request.askedAt} /> }} />
        )}{' '}
        {say('requests.waiting.count', { count: request.supporters })}
      </Text>
      {seen && (
        <Text size="sm" c="dimmed">
          <Sentence of="requests.seen_by" values={{ name: seen.by.name, when: <Time at={seen.at} /> }} />
        </Text>
      )}
    </Stack>
  )
}

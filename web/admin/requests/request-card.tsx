import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { Conversation } from '../../requests/conversation.tsx'
import { useAddressQuery } from '../../ui/address.ts'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { Decide } from './decide.tsx'
import { Supporters } from './supporters.tsx'

/** One integration that people ask for: who, why and where, the facts that a decision needs, and the ways to answer. */
export function RequestCard({ request }: { request: RequestToDecide }) {
  const [named] = useAddressQuery('request')
  const card = useRef<HTMLLIElement>(null)
  const isNamed = named === request.id
  useEffect(() => {
    if (isNamed) card.current?.scrollIntoView({ block: 'start' })
  }, [isNamed])
  return (
    <li
      ref={card}
      className="card"
      style={{ padding: 'var(--mantine-spacing-md)', scrollMarginTop: '4rem' }}
      aria-label={request.name}
    >
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Head request={request} />
          {request.may.decide && <Decide request={request} />}
        </Group>
        <Notes request={request} />
        <Wanted request={request} />
        <Supporters requestId={request.id} waiting={request.may.decide} />
        {(request.may.comment || request.comments > 0) && (
          <Conversation requestId={request.id} mayWrite={request.may.comment} decides />
        )}
      </Stack>
    </li>
  )
}

function Head({ request }: { request: RequestToDecide }) {
  const say = useSay()
  const facts = [
    say('integrations.by', { publisher: request.publisher }),
    say(`integrations.category.${request.category ?? 'custom'}`),
    ...(request.risk > 0 ? [say(`requests.risk.${request.risk}`)] : []),
  ]
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" style={{ flex: '1 1 18rem', minWidth: 0 }}>
      <ServiceIcon src={request.icon} name={request.name} size={40} />
      <div style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Title order={2} size="h3">
            <Link to={`/admin/integrations/${request.integrationId}`} className="quiet-link">
              {request.name}
            </Link>
          </Title>
          {request.may.decide && request.fresh && request.state === 'open' && (
            <Badge tt="none">{say('requests.fresh')}</Badge>
          )}
          {request.status !== 'requested' && (
            <Tag>{say(`integrations.status.${request.status}`, { count: request.groupCount ?? 0 })}</Tag>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
        <Text size="sm" fw={600}>
          {say(request.may.decide ? 'requests.people' : 'integrations.explore.people', { count: request.supporters })}
        </Text>
      </div>
    </Group>
  )
}

/** What was decided or is under way, and what the rules would do. */
function Notes({ request }: { request: RequestToDecide }) {
  const say = useSay()
  const { decided, seen, state } = request
  if (decided && (state === 'approved' || state === 'declined')) {
    const by = decided.by ? say('requests.decided.by', { name: decided.by.name }) : say('requests.decided.rule')
    return (
      <Text size="sm">
        <strong>{say(`requests.state.${state}`)}</strong> {by}, <Time at={decided.at} />
        {decided.note && ` · ${say('requests.decided.note', { note: decided.note })}`}
      </Text>
    )
  }
  return (
    <>
      {state === 'approving' && (
        <Alert color="yellow">
          <Text size="sm">
            {say('requests.approving.by', { name: decided?.by?.name ?? '', service: request.name })}{' '}
            <Link to={`/admin/integrations/${request.integrationId}`}>{say('requests.go_on')}</Link>
          </Text>
        </Alert>
      )}
      {request.proposed && request.wanted.length + request.hiddenGroups > 0 && (
        <Alert color="blue">
          <Text size="sm">{say('requests.proposed')}</Text>
        </Alert>
      )}
      {seen && (
        <Text size="sm" c="dimmed">
          <Sentence of="requests.seen_by" values={{ name: seen.by.name, when: <Time at={seen.at} /> }} />
        </Text>
      )}
    </>
  )
}

function Wanted({ request }: { request: RequestToDecide }) {
  const say = useSay()
  const { wanted, hiddenGroups } = request
  if (!request.may.decide) return null
  return (
    <Group gap="xs">
      <Text size="sm">{say('requests.wanted')}</Text>
      {wanted.length + hiddenGroups === 0 && (
        <Text size="sm" c="dimmed">
          {say('requests.wanted.none')}
        </Text>
      )}
      {wanted.map(({ group, people }) => (
        <Tag key={group.id}>{say('requests.wanted.group', { group: group.name, count: people })}</Tag>
      ))}
      {hiddenGroups > 0 && <Tag>{say('requests.wanted.hidden', { count: hiddenGroups })}</Tag>}
    </Group>
  )
}

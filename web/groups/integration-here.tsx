import { Button, Group as Line, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { GroupIntegration } from '../../contract/api/group-integrations.ts'
import type { Group } from '../../contract/api/groups.ts'
import { useGroupIntegration } from '../data/integrations.ts'
import { later } from '../ui/later.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { Tag } from '../ui/tag.tsx'
import { DayOf, Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { Sentence, useSay } from '../ui/words.tsx'
import { Follows } from './follows.tsx'

const RouteDialog = later(async () => (await import('./route-dialog.tsx')).RouteDialog)
const RemoveDialog = later(async () => (await import('./remove-dialog.tsx')).RemoveDialog)

/** One integration that reaches the group, for everybody in it; what can be done about it, for those who may. */
export function IntegrationHere({ group, one }: { group: Group; one: GroupIntegration }) {
  return (
    <article className="card" style={{ padding: 'var(--mantine-spacing-md)' }} aria-label={one.name}>
      <Stack gap="sm">
        <Line gap="sm" wrap="nowrap" align="flex-start">
          <ServiceIcon src={one.icon} name={one.name} size={32} />
          <Facts one={one} />
        </Line>
        {one.follows && <Follows groupId={group.id} one={one} follows={one.follows} />}
        <Acts group={group} one={one} />
      </Stack>
    </article>
  )
}

function Facts({ one }: { one: GroupIntegration }) {
  const say = useSay()
  return (
    <Stack gap={4} style={{ minWidth: 0 }}>
      <Line gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {one.name}
        </Text>
        {one.origin === 'custom' && <Tag>{say('custom.mark')}</Tag>}
        {one.endsAt && (
          <Tag>
            <Sentence of="integrations.group.ends" values={{ when: <DayOf at={one.endsAt} /> }} />
          </Tag>
        )}
      </Line>
      {one.tagline && (
        <Text size="sm" c="dimmed">
          {one.tagline}
        </Text>
      )}
      {one.permissions.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {say('integrations.group.may')}
          </Text>
          <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
            {one.permissions.map(permission => (
              <Text key={permission} size="sm" component="li">
                {permission}
              </Text>
            ))}
          </ul>
        </div>
      )}
      <Text size="sm" c="dimmed">
        <Sentence
          of="integrations.enabled_by"
          values={{ name: one.enabledBy.name, when: <Time at={one.enabledAt} /> }}
        />
        {' · '}
        {say(one.allGroups ? 'integrations.group.all' : 'integrations.group.chosen')}
      </Text>
      <Text size="sm" c="dimmed">
        {one.lastActivityAt ? (
          <Sentence of="integrations.group.activity" values={{ when: <Time at={one.lastActivityAt} /> }} />
        ) : (
          say('integrations.group.activity.none')
        )}
      </Text>
      <RouteWords one={one} />
      {one.muted && <Text size="sm">{say('integrations.group.muted')}</Text>}
    </Stack>
  )
}

function Acts({ group, one }: { group: Group; one: GroupIntegration }) {
  const say = useSay()
  const [open, setOpen] = useState<'route' | 'remove'>()
  const { mute } = useGroupIntegration(group.id, one.integrationId)
  const { name } = one
  const turn = () => {
    const said = one.muted ? 'integrations.group.unmuted.done' : 'integrations.group.muted.done'
    mute.mutate(!one.muted, { onSuccess: () => toast(say(said, { name })) })
  }
  const close = () => setOpen(undefined)
  return (
    <Line gap="xs">
      {one.may.changeRoute && one.eventKinds.length > 0 && (
        <Button size="xs" variant="default" onClick={() => setOpen('route')}>
          {say(one.route ? 'integrations.route.change' : 'integrations.route.make')}
        </Button>
      )}
      <Button size="xs" variant="default" loading={mute.isPending} onClick={turn}>
        {say(one.muted ? 'integrations.group.unmute' : 'integrations.group.mute')}
      </Button>
      {one.may.remove && (
        <Button size="xs" variant="outline" color="red" onClick={() => setOpen('remove')}>
          {say('integrations.group.remove')}
        </Button>
      )}
      {open === 'route' && <RouteDialog groupId={group.id} one={one} onClose={close} />}
      {open === 'remove' && <RemoveDialog group={group} one={one} onClose={close} />}
    </Line>
  )
}

/** How notices come, for everyone in the group to read: also who sees what the service sends. */
function RouteWords({ one }: { one: GroupIntegration }) {
  const say = useSay()
  if (one.eventKinds.length === 0) return null
  if (!one.route) return <Text size="sm">{say('integrations.route.none')}</Text>
  const events = one.eventKinds.filter(kind => one.route?.events.includes(kind.id)).map(kind => kind.label)
  const filters = one.filters.flatMap(filter => {
    const wanted = one.route?.filter[filter.id] ?? []
    return wanted.length > 0 ? [`${filter.label}: ${wanted.join(', ')}`] : []
  })
  return (
    <Text size="sm">
      {say('integrations.route.has', { events: [...events, ...filters].join(' · ') })}{' '}
      {say(`integrations.audience.${one.route.audience}.short`, { name: one.name })}
    </Text>
  )
}

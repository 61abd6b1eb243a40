import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPuzzle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { GroupIntegration } from '../../contract/api/group-integrations.ts'
import { groupIntegrations } from '../data/integrations.ts'
import { later } from '../ui/later.tsx'
import { Empty, ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { Tag } from '../ui/tag.tsx'
import { Time } from '../ui/time.tsx'
import { Sentence, useSay } from '../ui/words.tsx'
import { Follows } from './follows.tsx'
import { useGroup } from './use-group.ts'

const RouteDialog = later(async () => (await import('./route-dialog.tsx')).RouteDialog)

/** What reaches this group, what it may do here, and how its notices come. */
export function IntegrationsPart() {
  const say = useSay()
  const group = useGroup()
  const found = useQuery(groupIntegrations(group.id))
  return (
    <ListFaces
      query={found}
      of={answer => answer.items}
      loading={<SkeletonLines count={2} height={96} />}
      empty={
        <Empty title={say('integrations.group.none')} icon={<IconPuzzle size={36} stroke={1.4} />}>
          {say('integrations.group.none.body')}
        </Empty>
      }
    >
      {items => (
        <Stack gap="sm">
          {items.map(one => (
            <Row key={one.installationId} groupId={group.id} one={one} />
          ))}
        </Stack>
      )}
    </ListFaces>
  )
}

function Row({ groupId, one }: { groupId: string; one: GroupIntegration }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <article className="card" style={{ padding: 'var(--mantine-spacing-md)' }} aria-label={one.name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <ServiceIcon src={one.icon} name={one.name} size={32} />
          <Stack gap={4}>
            <Group gap="xs">
              <Text fw={600}>{one.name}</Text>
              {one.origin === 'custom' && <Tag>{say('custom.mark')}</Tag>}
            </Group>
            {one.tagline && (
              <Text size="sm" c="dimmed">
                {one.tagline}
              </Text>
            )}
            {one.permissions.map(permission => (
              <Text key={permission} size="sm">
                {permission}
              </Text>
            ))}
            <Text size="sm" c="dimmed">
              <Sentence
                of="integrations.enabled_by"
                values={{ name: one.enabledBy.name, when: <Time at={one.enabledAt} /> }}
              />
            </Text>
            <RouteWords one={one} />
          </Stack>
        </Group>
        {one.may.changeRoute && one.eventKinds.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {say(one.route ? 'integrations.route.change' : 'integrations.route.make')}
          </Button>
        )}
      </Group>
      {one.follows && <Follows groupId={groupId} one={one} follows={one.follows} />}
      {open && <RouteDialog groupId={groupId} one={one} onClose={() => setOpen(false)} />}
    </article>
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

import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconCalendarEvent, IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type CalendarEvent, eventReplies } from '../../contract/api/calendar.ts'
import { groupEvents, useReply } from '../data/calendar.ts'
import { PlainText } from '../feed/plain-text.tsx'
import { Empty, ListFaces } from '../ui/list-faces.tsx'
import { Span } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { useGroup } from './use-group.ts'

/** What is planned in a group, the next thing first, and whether one comes. */
export function GroupEvents() {
  const say = useSay()
  const group = useGroup()
  const events = useQuery({ ...groupEvents(group.id), enabled: group.may.read })
  return (
    <ListFaces
      query={events}
      of={answer => answer.items}
      empty={
        <Empty title={say('calendar.none')} icon={<IconCalendarEvent size={36} stroke={1.4} />}>
          {say('calendar.none.body')}
        </Empty>
      }
    >
      {items => (
        <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
          {items.map(event => (
            <EventCard key={event.id} event={event} groupId={group.id} />
          ))}
        </Stack>
      )}
    </ListFaces>
  )
}

function EventCard({ event, groupId }: { event: CalendarEvent; groupId: string }) {
  const say = useSay()
  return (
    <Stack component="li" className="card" p="md" gap="xs">
      <Title order={2} size="h4">
        {event.name}
      </Title>
      <Text size="sm" fw={600}>
        <Span from={event.startsAt} to={event.endsAt} days={event.allDay} />
      </Text>
      {event.place && (
        <Group gap={6} wrap="nowrap">
          <IconMapPin size={16} aria-hidden="true" />
          <Text size="sm">{event.place}</Text>
        </Group>
      )}
      {event.description && <PlainText text={event.description} mention={mention => mention.name} />}
      <Text size="xs" c="dimmed">
        {say('calendar.by', { name: event.ownerName })} · {say('calendar.attending', { count: event.attendingCount })}
      </Text>
      {event.mayReply && <Replies event={event} groupId={groupId} />}
    </Stack>
  )
}

/** The reply given is pressed; pressing it again takes it back. */
function Replies({ event, groupId }: { event: CalendarEvent; groupId: string }) {
  const say = useSay()
  const answer = useReply(groupId, event.id)
  return (
    <Group gap="xs" role="group" aria-label={say('calendar.reply', { name: event.name })}>
      {eventReplies.map(reply => (
        <Button
          key={reply}
          size="xs"
          variant={event.mine === reply ? 'filled' : 'default'}
          aria-pressed={event.mine === reply}
          disabled={answer.isPending}
          onClick={() => answer.mutate(event.mine === reply ? null : reply)}
        >
          {say(`calendar.reply.${reply}`)}
        </Button>
      ))}
    </Group>
  )
}

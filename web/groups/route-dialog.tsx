import { Button, Checkbox, Group, Radio, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { GroupIntegration, NoticeRoute } from '../../contract/api/group-integrations.ts'
import { useNoticeRoute } from '../data/integrations.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import { GatherChoice } from './gather-choice.tsx'

interface RouteProps {
  readonly groupId: string
  readonly one: GroupIntegration
  readonly onClose: () => void
}

/** Which events come to this group, which things they are about, and who may read what they say: asked, never assumed. */
export function RouteDialog({ groupId, one, onClose }: RouteProps) {
  const say = useSay()
  const [events, setEvents] = useState<string[]>(one.route?.events ?? one.eventKinds.map(kind => kind.id))
  const [filter, setFilter] = useState<NoticeRoute['filter']>(one.route?.filter ?? {})
  const [audience, setAudience] = useState<NoticeRoute['audience'] | undefined>(one.route?.audience)
  const [gather, setGather] = useState<NonNullable<NoticeRoute['gather']>>(one.route?.gather ?? 'gather')
  const [digestHour, setDigestHour] = useState(one.route?.digestHour ?? 9)
  const { change, remove } = useNoticeRoute(groupId, one.integrationId)
  const all = events.length === one.eventKinds.length
  const done = (key: string) => () => {
    toast(say(key, { name: one.name }))
    onClose()
  }
  const save = () => {
    if (audience)
      change.mutate({ events, filter, audience, gather, digestHour }, { onSuccess: done('integrations.route.saved') })
  }
  return (
    <Dialog title={say('integrations.route.title', { name: one.name })} onClose={onClose} size="lg">
      <form
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap="md">
          <Checkbox.Group label={say('integrations.route.events')} value={events} onChange={setEvents}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
              {one.eventKinds.map(kind => (
                <Checkbox key={kind.id} value={kind.id} label={kind.label} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <Group>
            <Button
              size="xs"
              variant="subtle"
              onClick={() => setEvents(all ? [] : one.eventKinds.map(kind => kind.id))}
            >
              {say(all ? 'integrations.route.uncheck_all' : 'integrations.route.check_all')}
            </Button>
          </Group>
          {one.filters.map(({ id, label, hint }) => (
            <TagsInput
              key={id}
              label={label}
              description={hint}
              value={filter[id] ?? []}
              onChange={values => setFilter({ ...filter, [id]: values })}
            />
          ))}
          <Radio.Group
            label={say('integrations.audience')}
            required
            value={audience ?? null}
            onChange={next => setAudience(next as NoticeRoute['audience'])}
          >
            <Stack gap="sm" mt="xs">
              {(['checked', 'group'] as const).map(value => (
                <Radio
                  key={value}
                  value={value}
                  label={say(`integrations.audience.${value}`)}
                  description={say(`integrations.audience.${value}.body`, { name: one.name })}
                />
              ))}
            </Stack>
          </Radio.Group>
          <GatherChoice gather={gather} onGather={setGather} hour={digestHour} onHour={setDigestHour} />
          {change.isError && <Refused error={change.error} />}
          {!audience && (
            <Text size="sm" c="dimmed">
              {say('integrations.audience.choose')}
            </Text>
          )}
          <Group justify="space-between">
            {one.route ? (
              <Button
                variant="outline"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(undefined, { onSuccess: done('integrations.route.removed') })}
              >
                {say('integrations.route.remove')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={change.isPending} disabled={!audience || events.length === 0}>
              {say('session.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

import { Alert, Code, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconX } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AskedAction, askedActions } from '../../../contract/api/oversight.ts'
import { groupsFound } from '../../data/groups.ts'
import { oneIntegration } from '../../data/integrations.ts'
import { membersLike } from '../../data/members.ts'
import { explained } from '../../data/oversight.ts'
import { itemsOf } from '../../data/query.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { DayOf } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** For an integration, a group, a person and an action: may it be, and the rules that decide, in words. */
export function ExplainDialog({ id, name: known, close }: { id: string; name: string; close: () => void }) {
  const say = useSay()
  // From an address, its row may not have been read yet.
  const found = useQuery({ ...oneIntegration(id), enabled: known === '' })
  const name = known || (found.data?.name ?? '')
  const [action, setAction] = useState<AskedAction>('bot.group.read')
  const [groupId, setGroup] = useState<string>()
  const [memberId, setMember] = useState<string>()
  const needsGroup = !action.startsWith('about.')
  const needsPerson = !action.startsWith('bot.')
  const whole = (!needsGroup || groupId) && (!needsPerson || memberId)
  const query = { action, ...(needsGroup && groupId && { groupId }), ...(needsPerson && memberId && { memberId }) }
  const kinds = ['bot', 'person', 'about'].map(kind => ({
    group: say(`oversight.asked.${kind}`, { name }),
    items: askedActions
      .filter(one => one.startsWith(`${kind}.`))
      .map(value => ({ value, label: say(`oversight.ask.${value.replace('.group.', '.')}`) })),
  }))
  return (
    <Dialog title={say('oversight.explain.title', { name })} size="lg" onClose={close}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {say('oversight.explain.means')}
        </Text>
        <Select
          label={say('oversight.explain.action')}
          data={kinds}
          value={action}
          allowDeselect={false}
          data-autofocus
          onChange={next => next && setAction(next as AskedAction)}
        />
        {needsPerson && <PersonField value={memberId} onChange={setMember} />}
        {needsGroup && <GroupField value={groupId} onChange={setGroup} />}
        {whole ? <Answer id={id} query={query} /> : <Text size="sm">{say('oversight.explain.choose')}</Text>}
      </Stack>
    </Dialog>
  )
}

function Answer({ id, query }: { id: string; query: Parameters<typeof explained>[1] }) {
  const say = useSay()
  const answer = useQuery(explained(id, query))
  if (answer.isError) return <Refused error={answer.error} again={() => answer.refetch()} />
  if (!answer.data) return <Skeleton height={80} role="status" aria-label={say('shell.loading')} />
  const { allowed, sentence, because } = answer.data
  return (
    <Alert
      color={allowed ? 'teal' : 'red'}
      role="status"
      // On this ground its own colour is too faint to be read.
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      icon={allowed ? <IconCheck size={18} /> : <IconX size={18} />}
      title={`${say(allowed ? 'oversight.explain.yes' : 'oversight.explain.no')} ${sentence}`}
    >
      <Stack gap={6}>
        {because.map(reason => (
          <Group key={reason.sentence} gap="xs" justify="space-between">
            <Text size="sm" style={{ flex: '1 1 14rem' }}>
              {reason.sentence}{' '}
              {reason.endsAt && (
                <strong>
                  <Sentence of="oversight.explain.until" values={{ when: <DayOf at={reason.endsAt} /> }} />
                </strong>
              )}
            </Text>
            <Code>{reason.rule}</Code>
          </Group>
        ))}
      </Stack>
    </Alert>
  )
}

interface FieldProps {
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

function GroupField({ value, onChange }: FieldProps) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const found = useInfiniteQuery({ ...groupsFound(search || undefined, false), placeholderData: keepPreviousData })
  return (
    <Select
      label={say('oversight.explain.group')}
      placeholder={say('integrations.where.search')}
      data={itemsOf(found.data).map(group => ({ value: group.id, label: group.name }))}
      value={value ?? null}
      onChange={next => onChange(next ?? undefined)}
      searchable
      onSearchChange={setText}
      nothingFoundMessage={say('integrations.where.none')}
    />
  )
}

function PersonField({ value, onChange }: FieldProps) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const found = useQuery({ ...membersLike(search), placeholderData: keepPreviousData })
  const people = found.data?.items.filter(one => one.kind === 'person') ?? []
  return (
    <Select
      label={say('oversight.explain.person')}
      data={people.map(person => ({ value: person.id, label: person.name }))}
      value={value ?? null}
      onChange={next => onChange(next ?? undefined)}
      searchable
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={say('oversight.explain.nobody')}
    />
  )
}

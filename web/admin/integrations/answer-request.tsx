import { Alert, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { mostYearsAhead } from '../../../contract/api/integrations.ts'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { useSay } from '../../ui/words.tsx'
import type { ConsentDraft } from './consent-draft.ts'
import { farthestDay, inDays } from './end-day.ts'

/** Whose wish this answers, at the top of the consent screen. */
export function AskedBy({ request, name, here }: { request: RequestToDecide; name: string; here: boolean }) {
  const say = useSay()
  if (!request.may.decide) return <Alert color="orange">{say('requests.approve.settled')}</Alert>
  return (
    <Alert color="blue">
      <Stack gap={4}>
        <Text size="sm">{say('requests.approve.alert', { count: request.supporters })}</Text>
        {here && <Text size="sm">{say('requests.approve.here', { name })}</Text>}
        {request.hiddenGroups > 0 && (
          <Text size="sm">{say('requests.wanted.hidden', { count: request.hiddenGroups })}</Text>
        )}
      </Stack>
    </Alert>
  )
}

const lengths = ['open', '30', '90', 'date'] as const

interface HowLongProps {
  readonly until: string | undefined
  readonly ends: 'whole' | 'everyone' | 'groups'
  readonly onChange: (until?: string) => void
}

/** How long it holds, and what ends then. */
export function HowLong({ until, ends, onChange }: HowLongProps) {
  const say = useSay()
  const isDay = until?.includes('-') === true
  const choose = (next: string) => onChange(next === 'open' ? undefined : next === 'date' ? inDays(14) : next)
  return (
    <Stack gap="xs" align="flex-start">
      <Radio.Group aria-label={say('requests.how_long')} value={isDay ? 'date' : (until ?? 'open')} onChange={choose}>
        <Group gap="md">
          {lengths.map(value => (
            <Radio key={value} value={value} label={say(`requests.how_long.${value}`)} />
          ))}
        </Group>
      </Radio.Group>
      {isDay && (
        <TextInput
          type="date"
          label={say('requests.how_long.day')}
          value={until}
          description={say('oversight.end.farthest', { years: mostYearsAhead })}
          min={inDays(0)}
          max={farthestDay()}
          required
          onChange={event => onChange(event.currentTarget.value || inDays(14))}
        />
      )}
      {until && (
        <Text size="sm" c="dimmed">
          {say(ends === 'groups' ? 'requests.how_long.hint' : `requests.how_long.hint.${ends}`)}
        </Text>
      )}
    </Stack>
  )
}

export function NoteField({ draft, onChange }: { draft: ConsentDraft; onChange: (note: string) => void }) {
  const say = useSay()
  return (
    <Textarea
      label={say('requests.note')}
      value={draft.note ?? ''}
      onChange={event => onChange(event.currentTarget.value)}
      maxLength={1_000}
      autosize
      minRows={1}
      maxRows={6}
    />
  )
}

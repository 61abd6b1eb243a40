import { Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import type { PermissionUse } from '../../../contract/api/oversight.ts'
import { DayOf, Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

interface UsesProps {
  readonly permissions: readonly PermissionUse[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
  readonly setEnd: (permission: PermissionUse) => void
}

/** What it holds, the higher risk first, with how often each was needed; below it what it could be granted besides. */
export function PermissionUses({ permissions, chosen, onChange, setEnd }: UsesProps) {
  const say = useSay()
  const held = permissions.filter(one => one.granted)
  const others = permissions.filter(one => !one.granted)
  const line = (one: PermissionUse) => (
    <Line
      key={one.id}
      permission={one}
      on={chosen.includes(one.id)}
      toggle={on => onChange(on ? [...chosen, one.id] : chosen.filter(id => id !== one.id))}
      setEnd={() => setEnd(one)}
    />
  )
  return (
    <Stack gap="sm">
      {held.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('oversight.permissions.none')}
        </Text>
      )}
      {held.map(line)}
      {others.length > 0 && (
        <details open={held.length === 0}>
          <summary>
            <Text span size="sm">
              {say('oversight.permissions.others', { count: others.length })}
            </Text>
          </summary>
          <Stack gap="sm" mt="sm">
            {others.map(line)}
          </Stack>
        </details>
      )}
    </Stack>
  )
}

interface LineProps {
  readonly permission: PermissionUse
  readonly on: boolean
  readonly toggle: (on: boolean) => void
  readonly setEnd: () => void
}

function Line({ permission, on, toggle, setEnd }: LineProps) {
  const say = useSay()
  const { sentence, risk, required, granted, endsAt } = permission
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
      <Stack gap={2} style={{ flex: 1, minWidth: 0 }}>
        <Checkbox
          label={sentence}
          checked={on}
          disabled={required}
          styles={{ label: { color: 'var(--mantine-color-text)' } }}
          onChange={event => toggle(event.currentTarget.checked)}
        />
        <Group gap={8} pl={30}>
          {risk > 1 && (
            <Badge size="xs" color="orange" variant="light" tt="none">
              {say('integrations.risk.high')}
            </Badge>
          )}
          {required && <Text size="xs">{say('integrations.required')}</Text>}
          {granted && <Used permission={permission} />}
          {endsAt && (
            <Text size="xs" fw={600}>
              <Sentence of="oversight.ends.at" values={{ when: <DayOf at={endsAt} /> }} />
            </Text>
          )}
        </Group>
      </Stack>
      {granted && !required && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={setEnd}
          aria-label={say('oversight.end.of', { permission: sentence })}
        >
          {say('oversight.end')}
        </Button>
      )}
    </Group>
  )
}

function Used({ permission: { uses, lastUsedAt, listens } }: { permission: PermissionUse }) {
  const say = useSay()
  if (uses > 0 && lastUsedAt)
    return (
      <Text size="xs" c="dimmed">
        {say('oversight.uses', { count: uses })} · <Time at={lastUsedAt} />
      </Text>
    )
  const word = listens ? 'listens' : lastUsedAt ? 'stale' : 'never'
  return (
    <Text size="xs" c={listens ? 'dimmed' : 'var(--mantine-color-orange-light-color)'} fw={listens ? 400 : 600}>
      {say(`oversight.uses.${word}`)}
    </Text>
  )
}

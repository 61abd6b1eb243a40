import { Checkbox, Group, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconEye, IconMessage, IconUserCog } from '@tabler/icons-react'
import type { Permission } from '../../../contract/api/integrations.ts'
import { useSay } from '../../ui/words.tsx'

const icons = { read: IconEye, post: IconMessage, manage: IconUserCog }

export interface ListProps {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly chosen: readonly string[]
  /** Absent where they are only shown. */
  readonly onChange?: (chosen: string[]) => void
  /** Their kind stands above them. */
  readonly grouped?: boolean
}

/** What it may do: our sentence, higher risk first with a word, and the integration's own reason, quoted as theirs. */
export function PermissionList({ name, permissions, chosen, onChange, grouped = false }: ListProps) {
  const say = useSay()
  const toggle = (id: string, on: boolean) => onChange?.(on ? [...chosen, id] : chosen.filter(one => one !== id))
  return (
    <Stack gap="sm">
      {permissions.map(({ id, kind, risk, sentence, reason, hint, required }) => {
        const Icon = icons[kind]
        return (
          <Group key={id} gap="sm" wrap="nowrap" align="flex-start">
            <ThemeIcon variant="light" color={risk > 1 ? 'orange' : 'gray'} aria-hidden="true">
              {risk > 1 ? <IconAlertTriangle size={16} /> : <Icon size={16} />}
            </ThemeIcon>
            <Stack gap={2} style={{ flex: 1 }}>
              {onChange ? (
                <Checkbox
                  label={sentence}
                  checked={chosen.includes(id)}
                  disabled={required}
                  // What is required is to be read as well as what can be chosen.
                  styles={{ label: { color: 'var(--mantine-color-text)' } }}
                  onChange={event => toggle(id, event.currentTarget.checked)}
                />
              ) : (
                <Text size="sm" fw={600} td={chosen.includes(id) ? undefined : 'line-through'}>
                  {sentence}
                </Text>
              )}
              <Text size="xs" c="dimmed">
                {[
                  !grouped && say(`integrations.kind.${kind}`),
                  risk > 1 && say('integrations.risk.high'),
                  required && say('integrations.required'),
                  !chosen.includes(id) && !onChange && say('integrations.not_granted'),
                  hint,
                  reason && say('integrations.says', { name, reason }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </Stack>
          </Group>
        )
      })}
    </Stack>
  )
}

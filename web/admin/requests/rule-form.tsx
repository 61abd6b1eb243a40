import { ActionIcon, Card, Group, MultiSelect, NativeSelect, SimpleGrid, Text, TextInput, Title } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { categories } from '../../../contract/api/integrations.ts'
import type { RequestRule } from '../../../contract/api/requests.ts'
import { useSay } from '../../ui/words.tsx'
import { PermissionsCondition } from './permissions-condition.tsx'

interface RuleProps {
  readonly rule: RequestRule
  readonly place: number
  readonly isLast: boolean
  readonly onChange: (rule: RequestRule) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}

/** One rule: what it looks at, and what then happens. Its place is changed by two buttons, which every hand can use. */
export function RuleForm({ rule, place, isLast, onChange, onMove, onRemove }: RuleProps) {
  const say = useSay()
  return (
    <Card withBorder component="fieldset" m={0} p="md" aria-label={say('requests.rule', { place })}>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          {say('requests.rule', { place })}
        </Title>
        <Group gap={4}>
          <Tool label={say('requests.rule.up', { place })} disabled={place === 1} onClick={() => onMove(-1)}>
            <IconArrowUp size={16} />
          </Tool>
          <Tool label={say('requests.rule.down', { place })} disabled={isLast} onClick={() => onMove(1)}>
            <IconArrowDown size={16} />
          </Tool>
          <Tool label={say('requests.rule.remove', { place })} onClick={onRemove}>
            <IconTrash size={16} />
          </Tool>
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <PermissionsCondition
          permissions={rule.permissions}
          onChange={permissions => onChange({ ...rule, permissions })}
        />
        <NativeSelect
          label={say('requests.rule.trust')}
          value={rule.trust ?? ''}
          onChange={event => onChange({ ...rule, trust: (event.currentTarget.value || null) as RequestRule['trust'] })}
          data={[
            { value: '', label: say('requests.rule.trust.all') },
            { value: 'here', label: say('requests.rule.trust.here') },
            { value: 'built_in', label: say('requests.rule.trust.built_in') },
          ]}
        />
        <MultiSelect
          label={say('requests.rule.categories')}
          placeholder={rule.categories === null ? say('requests.rule.categories.all') : undefined}
          data={categories.map(value => ({ value, label: say(`integrations.category.${value}`) }))}
          value={rule.categories ?? []}
          onChange={next =>
            onChange({ ...rule, categories: next.length > 0 ? (next as RequestRule['categories']) : null })
          }
        />
        <NativeSelect
          label={say('requests.rule.outcome')}
          value={rule.outcome}
          onChange={event => onChange({ ...rule, outcome: event.currentTarget.value as RequestRule['outcome'] })}
          data={(['approve', 'decline', 'people'] as const).map(value => ({
            value,
            label: say(`requests.rule.outcome.${value}`),
          }))}
        />
      </SimpleGrid>
      {rule.outcome === 'approve' && (
        <Text size="sm" c="dimmed" mt="xs">
          {say('requests.rule.approve.hint')}
        </Text>
      )}
      {rule.outcome !== 'people' && (
        <TextInput
          mt="sm"
          label={say('requests.rule.reason')}
          required={rule.outcome === 'decline'}
          value={rule.reason}
          maxLength={1_000}
          onChange={event => onChange({ ...rule, reason: event.currentTarget.value })}
        />
      )}
    </Card>
  )
}

interface ToolProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ label, disabled = false, onClick, children }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  )
}

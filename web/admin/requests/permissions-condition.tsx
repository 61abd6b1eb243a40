import { MultiSelect, NativeSelect, Stack } from '@mantine/core'
import type { RequestRule } from '../../../contract/api/requests.ts'
import { useSay } from '../../ui/words.tsx'

type Condition = RequestRule['permissions']

/** Permissions that integrations of the directory ask for. */
const asked = ['preview_links', 'post_notices', 'act_for_members'] as const

/** Looks at what an integration asks for. */
export function PermissionsCondition({
  permissions,
  onChange,
}: {
  permissions: Condition
  onChange: (next: Condition) => void
}) {
  const say = useSay()
  const match = permissions?.match ?? ''
  const choose = (next: string) =>
    onChange(
      next === ''
        ? null
        : { match: next as NonNullable<Condition>['match'], ids: permissions?.ids ?? ['preview_links'] },
    )
  return (
    <Stack gap="xs">
      <NativeSelect
        label={say('requests.rule.permissions')}
        value={match}
        onChange={event => choose(event.currentTarget.value)}
        data={[
          { value: '', label: say('requests.rule.permissions.all') },
          { value: 'any', label: say('requests.rule.permissions.any') },
          { value: 'only', label: say('requests.rule.permissions.only') },
        ]}
      />
      {permissions && (
        <MultiSelect
          aria-label={say('requests.rule.permissions.which')}
          data={asked.map(value => ({ value, label: say(`requests.permission.${value}`) }))}
          value={permissions.ids}
          onChange={ids => {
            if (ids.length > 0) onChange({ ...permissions, ids: ids as NonNullable<Condition>['ids'] })
          }}
        />
      )}
    </Stack>
  )
}

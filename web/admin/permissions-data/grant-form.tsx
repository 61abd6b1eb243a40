import { Button, Group, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Scope } from '../../../contract/api/integrations.ts'
import type { Change, OverseenDetail } from '../../../contract/api/oversight.ts'
import { foreseen } from '../../data/oversight.ts'
import { Refused } from '../../ui/refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { ScopePicker } from '../integrations/scope-picker.tsx'
import { Effect } from './effect.tsx'
import { GroupEnds } from './group-ends.tsx'
import { PermissionUses } from './permission-uses.tsx'
import { useAsked } from './use-asked.ts'
import { useMake } from './use-make.ts'

/** Permissions and groups, changed in place; what it would do stands below before it is saved. */
export function GrantForm({ detail }: { detail: OverseenDetail }) {
  const say = useSay()
  const asked = useAsked()
  const { row } = detail
  const before = detail.permissions.filter(one => one.granted).map(one => one.id)
  const present: Scope = detail.everyone
    ? { everyone: true }
    : { everyone: false, groupIds: detail.groups.map(group => group.id) }
  const [permissions, setPermissions] = useState(before)
  const [scope, setScope] = useState<Scope | undefined>(present)
  const touched = !isSame(before, permissions) || JSON.stringify(scope) !== JSON.stringify(present)
  const unused = detail.permissions.some(one => one.granted && one.uses === 0 && !one.listens && !one.required)
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={3} size="h5">
          {say('oversight.permissions.title')}
        </Title>
        {unused && (
          <Button size="compact-sm" variant="light" onClick={() => asked.change({ keys: [row.id], kind: 'trim' })}>
            {say('oversight.trim')}
          </Button>
        )}
      </Group>
      <PermissionUses
        permissions={detail.permissions}
        chosen={permissions}
        onChange={setPermissions}
        setEnd={({ id, sentence }) =>
          asked.change({ keys: [row.id], kind: 'end', of: { kind: 'permission', id, name: sentence } })
        }
      />
      <Title order={3} size="h5">
        {say('integrations.where')}
      </Title>
      <ScopePicker known={detail.groups} hidden={detail.hiddenGroups} scope={scope} onChange={setScope} />
      <GroupEnds detail={detail} />
      {touched && scope && (
        <Save
          id={row.id}
          change={{ kind: 'grant', permissions, scope }}
          reset={() => {
            setPermissions(before)
            setScope(present)
          }}
        />
      )}
    </Stack>
  )
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())

function Save({ id, change, reset }: { id: string; change: Change; reset: () => void }) {
  const say = useSay()
  const effect = useQuery(foreseen([id], change))
  const make = useMake()
  return (
    <Stack gap="sm">
      {effect.isError ? <Refused error={effect.error} /> : effect.data && <Effect effect={effect.data} />}
      {make.isError && <Refused error={make.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={reset}>
          {say('oversight.reset')}
        </Button>
        <Button
          loading={make.isPending}
          disabled={!effect.data || effect.isPlaceholderData || effect.isError || effect.data.count === 0}
          onClick={() => make.mutate({ items: effect.data?.items ?? [], change })}
        >
          {say('shell.save')}
        </Button>
      </Group>
    </Stack>
  )
}

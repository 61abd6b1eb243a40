import { Button, Group, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Change, OverseenDetail } from '../../../contract/api/oversight.ts'
import { foreseen, overseenDetail } from '../../data/oversight.ts'
import { Refused } from '../../ui/refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { ScopePicker } from '../integrations/scope-picker.tsx'
import type { SeenStanding } from '../integrations/seen-standing.ts'
import { StandingChanged } from '../integrations/standing-changed.tsx'
import { useGrantDraft } from '../integrations/use-grant-draft.ts'
import { Effect } from './effect.tsx'
import { GroupEnds } from './group-ends.tsx'
import { PermissionUses } from './permission-uses.tsx'
import { useAsked } from './use-asked.ts'
import { useMake } from './use-make.ts'

/**
 * Permissions and groups, changed in place; what it would do stands below before it is saved. What was looked at is what is changed: where somebody else
 * was here meanwhile, that is said, and nothing is saved before it is decided.
 */
export function GrantForm({ detail }: { detail: OverseenDetail }) {
  const say = useSay()
  const asked = useAsked()
  const { row } = detail
  const now = standingOf(detail)
  const { draft, touched, changed, choose, reset, keep } = useGrantDraft(now)
  const { permissions, scope, seen } = draft
  // It goes on while what is drafted becomes what holds.
  const make = useMake()
  const leave = (go: () => void) => () => {
    go()
    make.reset()
  }
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
        onChange={next => choose({ permissions: next })}
        setEnd={({ id, sentence }) =>
          asked.change({ keys: [row.id], kind: 'end', of: { kind: 'permission', id, name: sentence } })
        }
      />
      <Title order={3} size="h5">
        {say('integrations.where')}
      </Title>
      <ScopePicker
        known={[...seen.groups, ...detail.groups]}
        hidden={detail.hiddenGroups}
        scope={scope}
        onChange={next => choose({ scope: next })}
      />
      <GroupEnds detail={detail} />
      {changed && (
        <StandingChanged
          integration={{ id: row.id, name: row.name, permissions: detail.permissions }}
          granted={detail.granted}
          before={seen}
          now={now}
          refused={make.isError}
          take={leave(reset)}
          keep={leave(keep)}
        />
      )}
      {make.isError && !changed && <Refused error={make.error} />}
      {touched && scope && (
        <Save
          id={row.id}
          revision={seen.revision ?? ''}
          change={{ kind: 'grant', permissions, scope }}
          settled={!changed}
          make={make}
          reset={leave(reset)}
        />
      )}
    </Stack>
  )
}

const standingOf = (detail: OverseenDetail): SeenStanding => ({
  revision: detail.row.revision,
  on: detail.row.status !== 'disabled',
  permissions: detail.permissions.filter(one => one.granted).map(one => one.id),
  everyone: detail.everyone,
  groups: detail.groups.map(({ id, name }) => ({ id, name })),
  hidden: detail.hiddenGroups,
  ends: JSON.stringify([
    ...[detail.endsAt, detail.everyoneEndsAt],
    ...[detail.groups, detail.permissions].map(parts =>
      parts.flatMap(({ id, endsAt }) => (endsAt ? [[id, endsAt]] : [])),
    ),
  ]),
})

interface SaveProps {
  readonly id: string
  readonly revision: string
  readonly change: Change
  /** Nothing is left to decide about what somebody else did. */
  readonly settled: boolean
  readonly make: ReturnType<typeof useMake>
  readonly reset: () => void
}

function Save({ id, revision, change, settled, make, reset }: SaveProps) {
  const say = useSay()
  const effect = useQuery(foreseen([id], change, revision))
  const detail = useQuery(overseenDetail(id))
  // It was foreseen of another standing than the one that is looked at.
  const behind = effect.data !== undefined && !effect.isPlaceholderData && effect.data.items[0]?.revision !== revision
  const { refetch } = detail
  useEffect(() => {
    if (behind) void refetch({ cancelRefetch: false })
  }, [behind, refetch])
  return (
    <Stack gap="sm">
      {effect.isError ? <Refused error={effect.error} /> : effect.data && settled && <Effect effect={effect.data} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={reset}>
          {say('oversight.reset')}
        </Button>
        <Button
          loading={make.isPending}
          disabled={!settled || behind || effect.isPlaceholderData || effect.isError || !effect.data?.count}
          onClick={() => make.mutate({ items: [{ id, revision }], change })}
        >
          {say('shell.save')}
        </Button>
      </Group>
    </Stack>
  )
}

import { Button, Group, Stack, Switch, Title } from '@mantine/core'
import { useState } from 'react'
import type { Integration, Scope } from '../../../contract/api/integrations.ts'
import { useGroupsConfigure, useIntegration } from '../../data/integrations.ts'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { Ends, GroupsLeft } from './groups-left.tsx'
import { PermissionGroups } from './permission-groups.tsx'
import { PermissionList } from './permission-list.tsx'
import { ScopePicker } from './scope-picker.tsx'
import { type SeenStanding, standingOf } from './seen-standing.ts'
import { StandingChanged } from './standing-changed.tsx'

/** What it may do and where, changed in one place; the change holds from the next read on. */
export function GrantTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { installation } = integration
  const now = standingOf(integration)
  const [draft, setDraft] = useState(() => draftOf(now))
  const { permissions, scope, seen } = draft
  const setPermissions = (next: string[]) => setDraft({ ...draft, permissions: next })
  const setScope = (next: Scope | undefined) => setDraft({ ...draft, scope: next })
  const { changeGrant } = useIntegration(integration.id)
  const Permissions = integration.program ? PermissionGroups : PermissionList
  const save = () => {
    if (!scope || seen.revision === null) return
    changeGrant.mutate(
      { permissions, scope, revision: seen.revision },
      {
        onSuccess: saved => {
          setDraft(draftOf(standingOf(saved)))
          toast(say('session.saved'))
        },
      },
    )
  }
  // One's own is heard of before the draft goes on from it.
  const own = changeGrant.data?.installation?.revision
  const changed = ![seen.revision, own].includes(now.revision) && !changeGrant.isPending
  const begin = () => {
    setDraft(draftOf(now))
    changeGrant.reset()
  }
  // Nothing was changed here yet: it goes with what holds now.
  if (changed && !changeGrant.isError && isSame(draft, draftOf(seen))) setDraft(draftOf(now))
  return (
    <Stack gap="lg" maw={720}>
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {say('integrations.consent.can')}
        </Title>
        <Permissions
          name={integration.name}
          permissions={integration.permissions}
          chosen={permissions}
          onChange={setPermissions}
        />
      </Stack>
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {say('integrations.where')}
        </Title>
        <ScopePicker
          known={installation?.groups ?? []}
          hidden={installation?.hiddenGroups ?? 0}
          scope={scope}
          onChange={setScope}
        />
      </Stack>
      <Ends integration={integration} />
      <GroupsLeft integration={integration} />
      {installation && integration.origin === 'connector' && <GroupsConfigure integration={integration} />}
      {changeGrant.isError && !changed && <Refused error={changeGrant.error} />}
      {changed && (
        <StandingChanged
          integration={integration}
          before={seen}
          refused={changeGrant.isError}
          take={begin}
          keep={() => {
            setDraft({ ...draft, seen: now })
            changeGrant.reset()
          }}
        />
      )}
      <Group>
        <Button onClick={save} loading={changeGrant.isPending} disabled={!scope || changed}>
          {say('session.save')}
        </Button>
      </Group>
    </Stack>
  )
}

interface GrantDraft {
  readonly permissions: string[]
  readonly scope: Scope | undefined
  /** What it began from. */
  readonly seen: SeenStanding
}

const draftOf = (seen: SeenStanding): GrantDraft => ({
  permissions: [...seen.permissions],
  scope: seen.everyone ? { everyone: true } : { everyone: false, groupIds: seen.groups.map(group => group.id) },
  seen,
})

const isSame = (one: GrantDraft, other: GrantDraft): boolean => signOf(one) === signOf(other)
const signOf = ({ permissions, scope }: GrantDraft): string =>
  JSON.stringify([[...permissions].sort(), scope?.everyone, scope && !scope.everyone && [...scope.groupIds].sort()])

/** Whether group admins choose notices: saved at once, apart from what it may do. */
function GroupsConfigure({ integration: { id, installation } }: { integration: Integration }) {
  const say = useSay()
  const change = useGroupsConfigure(id)
  return (
    <Switch
      label={say('integrations.groups_configure')}
      description={say('integrations.groups_configure.hint')}
      checked={installation?.groupsConfigure ?? true}
      disabled={change.isPending}
      onChange={event => change.mutate(event.currentTarget.checked)}
    />
  )
}

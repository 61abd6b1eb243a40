import { Button, Group, Stack, Switch, Title } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useGroupsConfigure, useIntegration } from '../../data/integrations.ts'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { Ends, GroupsLeft } from './groups-left.tsx'
import { PermissionGroups } from './permission-groups.tsx'
import { PermissionList } from './permission-list.tsx'
import { ScopePicker } from './scope-picker.tsx'
import { standingOf } from './seen-standing.ts'
import { StandingChanged } from './standing-changed.tsx'
import { useGrantDraft } from './use-grant-draft.ts'

/** What it may do and where, changed in one place; the change holds from the next read on. */
export function GrantTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { installation } = integration
  const now = standingOf(integration)
  const { draft, changed, choose, reset, keep } = useGrantDraft(now)
  const { permissions, scope, seen } = draft
  const { changeGrant } = useIntegration(integration.id)
  const Permissions = integration.program ? PermissionGroups : PermissionList
  const save = () => {
    if (!scope || seen.revision === null) return
    changeGrant.mutate(
      { permissions, scope, revision: seen.revision },
      { onSuccess: () => toast(say('session.saved')) },
    )
  }
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
          onChange={next => choose({ permissions: next })}
        />
      </Stack>
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {say('integrations.where')}
        </Title>
        <ScopePicker
          known={[...seen.groups, ...(installation?.groups ?? [])]}
          hidden={installation?.hiddenGroups ?? 0}
          scope={scope}
          onChange={next => choose({ scope: next })}
        />
      </Stack>
      <Ends integration={integration} />
      <GroupsLeft integration={integration} />
      {installation && integration.origin === 'connector' && <GroupsConfigure integration={integration} />}
      {changeGrant.isError && !changed && <Refused error={changeGrant.error} />}
      {changed && (
        <StandingChanged
          integration={integration}
          granted={installation?.granted}
          before={seen}
          now={now}
          refused={changeGrant.isError}
          take={() => {
            reset()
            changeGrant.reset()
          }}
          keep={() => {
            keep()
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

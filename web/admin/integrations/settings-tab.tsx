import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Integration } from '../../../contract/api/integrations.ts'
import type { Owner } from '../../../contract/api/program.ts'
import type { FormValues } from '../../../contract/form.ts'
import { leavesWith, removalOf, useIntegration } from '../../data/integrations.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { FormFromFields, firstValues } from '../../ui/form-from-fields.tsx'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { CopyField, CredentialFields } from './credential-fields.tsx'
import { LeftBehind } from './leaves.tsx'
import { newOwnerOf, OwnerSelect } from './program/owner-field.tsx'
import { SetupSteps } from './setup-steps.tsx'

/** Settings and credentials; at the end, taking the integration away. */
export function SettingsTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const fields = integration.admin?.settings ?? []
  const [settings, setSettings] = useState(() => firstValues(fields))
  const [clientId, setClientId] = useState(integration.installation?.clientId ?? '')
  const [clientSecret, setClientSecret] = useState('')
  const { changeSettings, reconnect } = useIntegration(integration.id)
  const mayLeave = useMayLeave(integration)
  const save = async () => {
    if (!(await mayLeave(settings))) return
    changeSettings.mutate(
      { settings, ...(clientId && { clientId }), ...(clientSecret && { clientSecret }) },
      {
        onSuccess: saved => {
          setClientSecret('')
          toast(say('session.saved'))
          // It was left at its old address: the sign-in at the new one comes next.
          if (saved.status === 'needs_setup' && integration.status !== 'needs_setup') reconnect.mutate()
        },
      },
    )
  }
  const nothing = fields.length === 0 && !integration.needsCredentials && !integration.admin?.webhookUrl
  if (nothing) return <Remove integration={integration} />
  return (
    <Stack gap="xl" maw={720}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h4">
            {say('integrations.consent.settings')}
          </Title>
          <FormFromFields fields={fields} values={settings} onChange={setSettings} />
          {integration.needsCredentials && (
            <CredentialFields
              integration={integration}
              clientId={clientId}
              clientSecret={clientSecret}
              onClientId={setClientId}
              onClientSecret={setClientSecret}
            />
          )}
          {integration.admin?.webhookUrl && (
            <CopyField label={say('integrations.webhook')} value={integration.admin.webhookUrl} />
          )}
          <SetupSteps integration={integration} />
          {changeSettings.isError && <Refused error={changeSettings.error} />}
          <Group>
            <Button type="submit" loading={changeSettings.isPending}>
              {say('session.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Owned integration={integration} />
      <Remove integration={integration} />
    </Stack>
  )
}

/** Another address is a question: whoever is connected has to connect again. */
function useMayLeave(integration: Integration): (settings: FormValues) => Promise<boolean> {
  const say = useSay()
  const confirm = useConfirm()
  const client = useQueryClient()
  return async settings => {
    // What is wrong with the settings is said when they are saved.
    const foreseen = await client
      .fetchQuery({ ...leavesWith(integration, settings), staleTime: 0 })
      .catch(() => undefined)
    if (!foreseen?.elsewhere) return true
    return confirm({
      title: say('integrations.elsewhere.title', { name: integration.name }),
      body: <LeftBehind integration={integration} />,
      action: say('integrations.elsewhere'),
      danger: true,
    })
  }
}

/** Who answers for it: saved at once. */
function Owned({ integration }: { integration: Integration }) {
  const say = useSay()
  const { changeOwner } = useIntegration(integration.id)
  const { installation } = integration
  if (!installation) return null
  const change = (owner: Owner | null) =>
    changeOwner.mutate({ owner: owner && newOwnerOf(owner) }, { onSuccess: () => toast(say('session.saved')) })
  return (
    <OwnerSelect
      owner={installation.owner}
      nobody={say('oversight.owner.enabled_by', { name: installation.enabledBy.name })}
      disabled={changeOwner.isPending}
      onChange={change}
    />
  )
}

function Remove({ integration }: { integration: Integration }) {
  const say = useSay()
  const confirm = useConfirm()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { remove } = useIntegration(integration.id)
  const { id, name } = integration
  const ask = async () => {
    const goes = await client.fetchQuery(removalOf(id))
    const question = {
      title: say('integrations.remove.title', { name }),
      body: say('integrations.remove.body', { ...goes }),
      action: say('integrations.remove'),
      danger: true,
    }
    if (!(await confirm(question))) return
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(say('integrations.removed', { name }))
        void navigate({ to: '/admin/integrations' })
      },
    })
  }
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say('integrations.remove')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('integrations.remove.intro')}
      </Text>
      <Group>
        <Button variant="outline" color="red" loading={remove.isPending} onClick={ask}>
          {say('integrations.remove')}
        </Button>
      </Group>
    </Stack>
  )
}

import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Permission, Scope } from '../../../contract/api/integrations.ts'
import { programPermissions, useCustomIntegrations } from '../../data/custom-integrations.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Missing, ScreenRefused } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { PermissionGroups } from './permission-groups.tsx'
import { NameFields } from './program/name-fields.tsx'
import { Part } from './program/part.tsx'
import { ScopePicker } from './scope-picker.tsx'

const custom = '/admin/integrations?status=custom'

/** An integration of the community's own: what it is, what it may do, where. It does nothing until it is given a token. */
export function NewCustomScreen() {
  const say = useSay()
  const permissions = useQuery(programPermissions)
  const title = say('custom.create')
  if (permissions.isError) return <ScreenRefused error={permissions.error} again={() => permissions.refetch()} />
  if (!permissions.data) return <Page title={title}>{<SkeletonLines count={6} />}</Page>
  if (permissions.data.mayCreate === 'no') return <Missing />
  return (
    <Page title={title} intro={<HelpLink to="custom-integrations">{say('custom.create.intro')}</HelpLink>}>
      {permissions.data.mayCreate === 'plan' ? (
        <Alert color="orange">{say('custom.plan')}</Alert>
      ) : (
        <Form permissions={permissions.data.items} />
      )}
    </Page>
  )
}

function Form({ permissions }: { permissions: readonly Permission[] }) {
  const say = useSay()
  const navigate = useNavigate()
  const { create } = useCustomIntegrations()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [scope, setScope] = useState<Scope>()
  const submit = () => {
    if (!scope) return
    create.mutate(
      { name, description, permissions: chosen, scope },
      { onSuccess: ({ id }) => void navigate({ to: `/admin/integrations/${id}`, search: { tab: 'access' } as never }) },
    )
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="xl">
        <Stack gap="md">
          <NameFields name={name} description={description} onName={setName} onDescription={setDescription} />
        </Stack>
        <Part title={say('integrations.consent.can')} intro={say('custom.can.intro')}>
          <PermissionGroups name={name} permissions={permissions} chosen={chosen} onChange={setChosen} />
        </Part>
        <Part title={say('integrations.where')}>
          <ScopePicker known={[]} hidden={0} scope={scope} onChange={setScope} />
        </Part>
        {create.isError && <Refused error={create.error} />}
        <Group>
          <Button type="submit" size="md" disabled={!name.trim() || !scope} loading={create.isPending}>
            {say('custom.create.submit')}
          </Button>
          <Button component={Link} to={custom} variant="default" size="md">
            {say('integrations.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

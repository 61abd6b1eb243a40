import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Integration } from '../../../contract/api/integrations.ts'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { oneIntegration, useIntegration } from '../../data/integrations.ts'
import { oneRequest, useRequest } from '../../data/requests.ts'
import { useAddressPart, useAddressQuery } from '../../ui/address.ts'
import { FormFromFields, missingFields } from '../../ui/form-from-fields.tsx'
import { HelpLink } from '../../ui/help-link.tsx'
import { Page } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Missing, ScreenRefused } from '../../ui/screen-refused.tsx'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { AskedBy, HowLong, NoteField } from './answer-request.tsx'
import { CameToNothing } from './came-to-nothing.tsx'
import { type ConsentDraft, keepSent, requestUnderWay, useConsentDraft } from './consent-draft.ts'
import { CredentialFields } from './credential-fields.tsx'
import { endOf } from './end-day.ts'
import { LeavesWith } from './leaves.tsx'
import { PermissionList } from './permission-list.tsx'
import { ScopePicker } from './scope-picker.tsx'
import { standingOf } from './seen-standing.ts'
import { SetupSteps } from './setup-steps.tsx'
import { StandingChanged } from './standing-changed.tsx'

/** One column, one decision: who, what it can do, what leaves, where, with which settings; then the sign-in at the service. */
export function ConsentScreen() {
  const say = useSay()
  const id = useAddressPart('integrationKey')
  const found = useQuery(oneIntegration(id))
  const [named] = useAddressQuery('request')
  const requestId = named ?? requestUnderWay(id)
  const request = useQuery({ ...oneRequest(requestId ?? ''), enabled: requestId !== undefined })
  if (found.isError) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  if (!found.data || request.isLoading)
    return <Page title={say('integrations.consent.loading')}>{<Skeleton height={300} />}</Page>
  if (!found.data.admin) return <Missing />
  // A request that is gone is no reason to keep an administrator from enabling.
  return <Consent integration={found.data} request={requestId ? request.data : undefined} />
}

function Consent({ integration, request }: { integration: Integration; request: RequestToDecide | undefined }) {
  const say = useSay()
  const navigate = useNavigate()
  const [problem] = useAddressQuery('problem')
  const [draft, change, forget, begin] = useConsentDraft(integration, request)
  const [clientSecret, setClientSecret] = useState('')
  const { enable } = useIntegration(integration.id)
  const { approve } = useRequest(request?.id ?? '')
  const { installation } = integration
  // Enabled already, and only widened: what it needs is filled in.
  const here = request !== undefined && installation !== null && installation.connection.state !== 'pending'
  const fields = here ? [] : (integration.admin?.settings ?? [])
  const { name } = integration
  const title = say(request ? 'requests.approve.title' : 'integrations.consent.title', { name })
  const hidden = integration.installation?.hiddenGroups ?? 0
  const count = draft.scope && !draft.scope.everyone ? draft.scope.groupIds.length + hidden : 0
  const missing = missingFields(fields, draft.settings)
  const ready = draft.scope !== undefined && missing.length === 0 && request?.may.decide !== false
  const sent = request ? approve : enable
  const now = standingOf(integration)
  const meanwhile = draft.seen.revision !== now.revision && !sent.isPending && !sent.isSuccess
  const decidable = request !== undefined || installation === null || installation.connection.state === 'pending'
  const submit = () => {
    if (!draft.scope) return
    const { permissions, scope, settings, clientId, until, note } = draft
    const consent = {
      permissions,
      scope,
      settings,
      ...(clientId && { clientId }),
      ...(clientSecret && { clientSecret }),
      ...(draft.seen.revision && { revision: draft.seen.revision }),
    }
    const onSuccess = ({ integration: sent, signInUrl }: { integration: Integration; signInUrl: string | null }) => {
      if (signInUrl) return keepSent(sent)
      forget()
      if (request) toast(say('requests.approved.done'))
      void navigate({ to: request ? '/admin/requests' : `/admin/integrations/${integration.id}` })
    }
    const endsAt = endOf(until)
    if (request) approve.mutate({ ...consent, ...(endsAt && { endsAt }), ...(note && { note }) }, { onSuccess })
    else enable.mutate({ ...consent, endsAt: endsAt ?? null }, { onSuccess })
  }
  return (
    <Page title={title} bare>
      <form
        onSubmit={event => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="xl">
          <Who integration={integration} title={title} />
          {request && <AskedBy request={request} name={name} here={here} />}
          {problem && (
            <Alert color="red" role="alert">
              <CameToNothing name={name} problem={problem} />
            </Alert>
          )}
          <Part title={say('integrations.consent.can')}>
            <PermissionList
              name={name}
              permissions={integration.permissions}
              chosen={draft.permissions}
              onChange={permissions => change({ permissions })}
            />
          </Part>
          <Part title={say('integrations.consent.leaves')}>
            <LeavesWith integration={integration} settings={draft.settings} />
          </Part>
          <Part title={say('integrations.where')}>
            <ScopePicker
              known={draft.groups}
              hidden={hidden}
              scope={draft.scope}
              onChange={scope => change({ scope })}
            />
          </Part>
          <Part title={say('requests.how_long')}>
            <HowLong
              until={draft.until}
              ends={whatEnds(draft, request, integration)}
              onChange={until => change({ until })}
            />
          </Part>
          {!here && (fields.length > 0 || integration.needsCredentials) && (
            <Part title={say('integrations.consent.settings')}>
              <FormFromFields fields={fields} values={draft.settings} onChange={settings => change({ settings })} />
              {integration.needsCredentials && (
                <CredentialFields
                  integration={integration}
                  clientId={draft.clientId}
                  clientSecret={clientSecret}
                  onClientId={clientId => change({ clientId })}
                  onClientSecret={setClientSecret}
                />
              )}
              <SetupSteps integration={integration} />
            </Part>
          )}
          {request && <NoteField draft={draft} onChange={note => change({ note })} />}
          {sent.isError && !meanwhile && <Refused error={sent.error} />}
          {meanwhile && (
            <StandingChanged
              integration={integration}
              granted={integration.installation?.granted}
              before={draft.seen}
              now={now}
              refused={sent.isError}
              take={() => {
                sent.reset()
                begin()
              }}
              keep={
                decidable
                  ? () => {
                      sent.reset()
                      change({ seen: now })
                    }
                  : undefined
              }
            />
          )}
          <Group>
            <Button type="submit" size="md" disabled={!ready || meanwhile} loading={sent.isPending}>
              {draft.scope?.everyone
                ? say('integrations.consent.enable_all')
                : say('integrations.consent.enable', { count })}
            </Button>
            <Button
              component={Link}
              to={request ? '/admin/requests' : `/admin/integrations/${integration.id}`}
              variant="default"
              size="md"
              onClick={forget}
            >
              {say('integrations.cancel')}
            </Button>
            {missing.length > 0 && (
              <Text size="sm" role="status">
                {say('integrations.consent.missing', {
                  fields: fields.flatMap(field => (missing.includes(field.name) ? [field.label] : [])).join(', '),
                })}
              </Text>
            )}
            {integration.needsSignIn && !here && (
              <Text size="sm" c="dimmed">
                {say('integrations.consent.then', { name })}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

/** As the server decides it (decision 0030). */
function whatEnds(draft: ConsentDraft, request: RequestToDecide | undefined, { installation }: Integration) {
  if (!request) return 'whole'
  if (!draft.scope?.everyone) return 'groups'
  const on = installation?.state === 'enabled' && installation.connection.state !== 'pending'
  return on ? 'everyone' : 'whole'
}

function Who({ integration, title }: { integration: Integration; title: string }) {
  const say = useSay()
  return (
    <Group gap="md" wrap="nowrap">
      <ServiceIcon src={integration.icon} name={integration.name} size={48} />
      <div>
        <Title order={1}>{title}</Title>
        <Text size="sm" c="dimmed">
          <HelpLink to="third-party-integrations#enable">
            {say('integrations.by', { publisher: integration.publisher })} · {integration.tagline}
          </HelpLink>
        </Text>
        {integration.ending && <Alert color="orange">{integration.ending}</Alert>}
      </div>
    </Group>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h3">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

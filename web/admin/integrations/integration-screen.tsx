import { Alert, Button, Group, Skeleton, Stack, Tabs as TabBar, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ComponentType, useEffect } from 'react'
import type { Integration } from '../../../contract/api/integrations.ts'
import { oneIntegration, useIntegration } from '../../data/integrations.ts'
import { useAddressPart, useAddressQuery } from '../../ui/address.ts'
import { Page } from '../../ui/page.tsx'
import { Missing, ScreenRefused } from '../../ui/screen-refused.tsx'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { useSay } from '../../ui/words.tsx'
import { ActivityTab, ProgramActivityTab } from './activity-tab.tsx'
import { CameToNothing } from './came-to-nothing.tsx'
import { ConnectionTab } from './connection-tab.tsx'
import { DeliveriesTab } from './deliveries-tab.tsx'
import { DisableButton } from './disable-button.tsx'
import { GrantTab } from './grant-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { AccessTab } from './program/access-tab.tsx'
import { DetailsTab } from './program/details-tab.tsx'
import { ProgramGrantTab } from './program/grant-tab.tsx'
import { SecurityTab } from './program/security-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { StatusBadge } from './status-badge.tsx'
import { WebhooksTab } from './webhooks-tab.tsx'
import { WhyOff } from './why-off.tsx'

const tabs = {
  overview: OverviewTab,
  grant: GrantTab,
  connection: ConnectionTab,
  activity: ActivityTab,
  settings: SettingsTab,
} as const
/** What an administrator made has no service behind it, and no connection to one. */
const programTabs = {
  overview: DetailsTab,
  access: AccessTab,
  grant: ProgramGrantTab,
  security: SecurityTab,
  webhooks: WebhooksTab,
  deliveries: DeliveriesTab,
  activity: ProgramActivityTab,
} as const
type Tabs = Readonly<Record<string, ComponentType<{ integration: Integration }>>>

/** The page of one integration, at a stable address; its tab is in the address too. */
export function IntegrationScreen() {
  const id = useAddressPart('integrationKey')
  const found = useQuery(oneIntegration(id))
  if (found.isError) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  if (!found.data) return <Skeleton height={320} />
  if (!found.data.admin && !found.data.program) return <Missing />
  return <Opened integration={found.data} />
}

function Opened({ integration }: { integration: Integration }) {
  const say = useSay()
  const [tab, setTab] = useAddressQuery('tab')
  const offered = tabsOf(integration)
  const shown = tab && tab in offered && integration.installation ? tab : 'overview'
  const Shown = offered[shown] ?? OverviewTab
  return (
    <Page title={integration.name} bare width="wide">
      <Text size="sm">
        <Link to="/admin/integrations" className="quiet-link back-link">
          <IconArrowLeft size={15} aria-hidden="true" />
          {say('integrations.title')}
        </Link>
      </Text>
      <Head integration={integration} />
      <WhyOff integration={integration} />
      {integration.ending && <Alert color="orange">{integration.ending}</Alert>}
      <Arrived integration={integration} />
      {integration.installation && (
        <TabBar value={shown} onChange={next => setTab(next === 'overview' ? undefined : (next ?? undefined))}>
          <TabBar.List aria-label={integration.name}>
            {Object.keys(offered).map(name => (
              <TabBar.Tab key={name} value={name}>
                {say(`integrations.tab.${name}`)}
              </TabBar.Tab>
            ))}
          </TabBar.List>
        </TabBar>
      )}
      <Shown integration={integration} />
    </Page>
  )
}

/** What signs in nowhere and hears of nothing has no connection to show. */
function tabsOf({ program, needsSignIn, installation }: Integration): Tabs {
  if (program) return programTabs
  const { connection: _none, ...others } = tabs
  return needsSignIn || installation?.hears ? tabs : others
}

function Head({ integration }: { integration: Integration }) {
  const say = useSay()
  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Group gap="md" wrap="nowrap">
        <ServiceIcon src={integration.icon} name={integration.name} size={48} />
        <Stack gap={4}>
          <Group gap="sm">
            <Title order={1}>{integration.name}</Title>
            <StatusBadge row={integration} />
          </Group>
          <Text size="sm" c="dimmed">
            {[say('integrations.by', { publisher: integration.publisher }), integration.tagline]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Stack>
      </Group>
      <Actions integration={integration} />
    </Group>
  )
}

/** What can be done now; switching off is always in sight, and where it is off, ending for good what it holds. */
function Actions({ integration }: { integration: Integration }) {
  const say = useSay()
  const { restore, reconnect } = useIntegration(integration.id)
  const add = `/admin/integrations/${integration.id}/add`
  if (!integration.installation && !integration.admin) return null
  const mayEnable = integration.program?.inPlan ?? true
  if (integration.status === 'available' || integration.status === 'requested')
    return (
      <Button component={Link} to={add}>
        {say('integrations.add')}
      </Button>
    )
  return (
    <Group gap="xs">
      {integration.status === 'disabled' && mayEnable && (
        <Button loading={restore.isPending} onClick={() => restore.mutate(integration.installation?.revision ?? '')}>
          {say('integrations.enable_again')}
        </Button>
      )}
      {integration.status === 'needs_setup' && (
        <>
          <Button loading={reconnect.isPending} onClick={() => reconnect.mutate()}>
            {say('integrations.go_on')}
          </Button>
          <Button component={Link} to={add} variant="default">
            {say('integrations.change')}
          </Button>
        </>
      )}
      {integration.status === 'needs_reconnecting' && (
        <Button loading={reconnect.isPending} onClick={() => reconnect.mutate()}>
          {say('linking.reconnect')}
        </Button>
      )}
      <DisableButton integration={integration} />
    </Group>
  )
}

/** Back from the service: it worked, or it did not and why; what was filled in is still there. */
function Arrived({ integration }: { integration: Integration }) {
  const say = useSay()
  const [connected] = useAddressQuery('connected')
  const [problem] = useAddressQuery('problem')
  useEffect(() => {
    if (connected) sessionStorage.removeItem(`passerelle.consent.${integration.id}`)
  }, [connected, integration.id])
  if (problem)
    return (
      <Alert color="red" role="alert" title={say('integrations.arrived.problem', { name: integration.name })}>
        <Stack gap="xs" align="flex-start">
          <CameToNothing name={integration.name} problem={problem} />
          <Button component={Link} to={`/admin/integrations/${integration.id}/add`} size="xs" variant="default">
            {say('integrations.arrived.again')}
          </Button>
        </Stack>
      </Alert>
    )
  if (!connected || !integration.installation) return null
  return (
    <Alert role="status" title={say('integrations.arrived', { name: integration.name })}>
      {say('integrations.arrived.next')}
    </Alert>
  )
}

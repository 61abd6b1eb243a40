import { Alert, Anchor, Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Integration } from '../../contract/api/integrations.ts'
import { DisableButton } from '../admin/integrations/disable-button.tsx'
import { oneIntegration } from '../data/integrations.ts'
import { useLinkAccount } from '../data/linking.ts'
import { useMe } from '../data/me.ts'
import { RequestStanding } from '../requests/request-standing.tsx'
import { useAddressPart } from '../ui/address.ts'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

/** One integration for a member: what it does here, and the way to link an account of one's own. */
export function ExploreIntegrationScreen() {
  const found = useQuery(oneIntegration(useAddressPart('integrationKey')))
  if (found.isError) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  if (!found.data) return <Skeleton height={280} />
  return <Opened integration={found.data} />
}

function Opened({ integration }: { integration: Integration }) {
  const say = useSay()
  const { may } = useMe()
  return (
    <Page title={integration.name} bare>
      <Group gap="md" wrap="nowrap">
        <ServiceIcon src={integration.icon} name={integration.name} size={48} />
        <div>
          <Title order={1}>{integration.name}</Title>
          <Text size="sm" c="dimmed">
            {say('integrations.by', { publisher: integration.publisher })} · {integration.tagline}
          </Text>
        </div>
      </Group>
      {integration.ending && <Alert color="orange">{integration.ending}</Alert>}
      <Text>{integration.description}</Text>
      <Standing integration={integration} />
      {integration.origin === 'connector' && <RequestStanding integrationId={integration.id} name={integration.name} />}
      <Stack gap={4}>
        <Title order={2} size="h4">
          {say('integrations.abilities')}
        </Title>
        <List size="sm">
          {integration.abilities.map(ability => (
            <List.Item key={ability}>{ability}</List.Item>
          ))}
        </List>
      </Stack>
      <Group gap="md">
        {integration.website && (
          <Anchor href={integration.website} target="_blank" rel="noreferrer" size="sm">
            {say('integrations.website')}
          </Anchor>
        )}
        {may.manageIntegrations && (
          <Text size="sm">
            <Link to={`/admin/integrations/${integration.id}`}>{say('integrations.explore.manage')}</Link>
          </Text>
        )}
        {integration.installation && <DisableButton integration={integration} size="compact-sm" />}
      </Group>
    </Page>
  )
}

function Standing({ integration }: { integration: Integration }) {
  const say = useSay()
  const link = useLinkAccount()
  const { account, name } = integration
  if (!account)
    return (
      <Text size="sm">
        {say(
          ['available', 'requested', 'disabled'].includes(integration.status)
            ? 'integrations.explore.not_here'
            : 'integrations.explore.here',
        )}
      </Text>
    )
  return (
    <Group gap="sm">
      {account.label && <Text size="sm">{say('linking.as', { label: account.label })}</Text>}
      {(!account.linked || account.broken) && (
        <Button loading={link.isPending} onClick={() => link.mutate(integration.id)}>
          {say('linking.connect_to', { service: name })}
        </Button>
      )}
    </Group>
  )
}

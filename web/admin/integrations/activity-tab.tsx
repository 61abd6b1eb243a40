import { Badge, Button, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { InboundEvent, Integration } from '../../../contract/api/integrations.ts'
import { inboundEvents, integrationAudit, useIntegration } from '../../data/integrations.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { Empty, PageFaces } from '../../ui/list-faces.tsx'
import { Time } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'
import { CallLog } from '../activity/call-log.tsx'
import { ReceiptsList } from './receipts-list.tsx'

const outcomes = ['posted', 'ignored', 'unrecognised', 'refused', 'parked', 'cancelled', 'waiting']

/** What the service sent, with what became of it; and who did what to the integration. */
export function ActivityTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const [outcome, setOutcome] = useAddressQuery('outcome')
  const events = useInfiniteQuery(inboundEvents(integration.id, outcome))
  return (
    <Stack gap="xl">
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {say('integrations.events')}
        </Title>
        <Select
          aria-label={say('integrations.outcome')}
          placeholder={say('integrations.outcome.all')}
          data={outcomes.map(value => ({ value, label: say(`integrations.outcome.${value}`) }))}
          clearable
          value={outcome ?? null}
          onChange={next => setOutcome(next ?? undefined)}
          maw={280}
        />
        <PageFaces
          query={events}
          empty={<Empty title={say('integrations.events.none')}>{say('integrations.events.none.body')}</Empty>}
        >
          {items => (
            <Table.ScrollContainer minWidth={560}>
              <Table>
                <Table.Tbody>
                  {items.map(event => (
                    <EventRow key={event.id} integration={integration} event={event} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PageFaces>
      </Stack>
      <Calls integration={integration} />
      <Audit integration={integration} />
    </Stack>
  )
}

/** The same for what has no service behind it: its own log, and who did what to it. */
export function ProgramActivityTab({ integration }: { integration: Integration }) {
  return (
    <Stack gap="xl">
      <Calls integration={integration} />
      <Audit integration={integration} />
    </Stack>
  )
}

function Calls({ integration }: { integration: Integration }) {
  const say = useSay()
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {say('activity.section')}
      </Title>
      <CallLog only={integration.id} />
    </Stack>
  )
}

/** Who did what to it. */
function Audit({ integration }: { integration: Integration }) {
  const say = useSay()
  const audit = useInfiniteQuery(integrationAudit(integration.id))
  return (
    <Stack gap="xl">
      <ReceiptsList integrationId={integration.id} />
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {say('integrations.audit')}
        </Title>
        <PageFaces query={audit} empty={<Empty title={say('integrations.audit.none')} />}>
          {items => (
            <Stack gap={6}>
              {items.map(row => (
                <Text key={row.id} size="sm">
                  <Text span fw={600}>
                    {row.actor?.name ?? say('integrations.the_server')}
                  </Text>{' '}
                  — {row.sentence}{' '}
                  <Text span c="dimmed">
                    <Time at={row.at} />
                  </Text>
                </Text>
              ))}
            </Stack>
          )}
        </PageFaces>
      </Stack>
    </Stack>
  )
}

function EventRow({ integration, event }: { integration: Integration; event: InboundEvent }) {
  const say = useSay()
  const { replay } = useIntegration(integration.id)
  return (
    <Table.Tr>
      <Table.Td>
        <Badge
          variant="dot"
          color={event.outcome === 'posted' ? 'teal' : event.outcome === 'ignored' ? 'gray' : 'orange'}
          tt="none"
        >
          {say(`integrations.outcome.${event.outcome}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {event.event ?? (event.theirName ? say('integrations.event.theirs', { name: event.theirName }) : '—')}
        </Text>
        {event.sentence && (
          <Text size="xs" c="dimmed">
            {event.sentence}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Time at={event.receivedAt} />
      </Table.Td>
      <Table.Td>
        {event.mayReplay && (
          <Button size="xs" variant="default" loading={replay.isPending} onClick={() => replay.mutate(event.id)}>
            {say('integrations.replay')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

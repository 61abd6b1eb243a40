import { Alert, Badge, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconArrowLeft, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReceiptLine, StopReceipt } from '../../../contract/api/receipts.ts'
import { useMe } from '../../data/me.ts'
import { oneReceipt } from '../../data/oversight.ts'
import { useAddressPart } from '../../ui/address.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing, ScreenRefused } from '../../ui/screen-refused.tsx'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** What was stopped, when, each token's end, and what its service answered; it fills while it is looked at, and can be kept. */
export function ReceiptScreen() {
  const found = useQuery(oneReceipt(useAddressPart('receiptId')))
  const { may } = useMe()
  if (!may.manageIntegrations) return <Missing />
  if (found.isError && !found.data) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  if (!found.data) return <Skeleton height={320} />
  return <Opened receipt={found.data} />
}

function Opened({ receipt }: { receipt: StopReceipt }) {
  const say = useSay()
  const { id, name, integrationId, kind, by, reason, at, closedAt } = receipt
  return (
    <Page
      title={say('oversight.receipt.title', { name })}
      width="wide"
      intro={
        <HelpLink to="permissions-and-data#stop">
          <Sentence
            of={`oversight.receipt.${kind}`}
            values={{ name: by?.name ?? say('integrations.the_server'), when: <Time at={at} /> }}
          />
        </HelpLink>
      }
      actions={['txt', 'json'].map(format => (
        <Button
          key={format}
          component="a"
          href={`/api/receipts/${id}/${format}`}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {say(`oversight.receipt.${format}`)}
        </Button>
      ))}
    >
      <Text size="sm">
        <Link to={`/admin/integrations/${integrationId}`} className="quiet-link back-link">
          <IconArrowLeft size={15} aria-hidden="true" />
          {name}
        </Link>
      </Text>
      <Alert color={closedAt ? 'teal' : 'orange'} role="status">
        {closedAt ? (
          <Sentence of="oversight.receipt.closed" values={{ when: <Time at={closedAt} /> }} />
        ) : (
          say('oversight.receipt.open')
        )}
      </Alert>
      <Stack gap={2}>
        {(['jobs', 'deliveries', 'groups'] as const).map(count => (
          <Text key={count} size="sm">
            {say(`oversight.receipt.${count}`, { count: receipt[count] })}
          </Text>
        ))}
        {reason !== 'administrator' && <Text size="sm">{say(`oversight.receipt.reason.${reason}`)}</Text>}
      </Stack>
      {receipt.lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say('oversight.receipt.none')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('oversight.receipt.what')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('oversight.receipt.whose')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('oversight.receipt.ended')}</Table.Th>
                <Table.Th>{say('oversight.receipt.answer')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {receipt.lines.map(line => (
                <Line key={`${line.kind} ${line.subjectId}`} line={line} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Page>
  )
}

const colours = { ended: 'teal', taken: 'teal', waiting: 'orange', not_taken: 'yellow', given_up: 'red' } as const
const ours = new Set(['no_way', 'still_used', 'enabled_again'])

function Line({ line }: { line: ReceiptLine }) {
  const say = useSay()
  const { kind, member, endedAt, answer, detail, answeredAt, attempts, subjectId } = line
  const whose = member?.name ?? say('oversight.receipt.own')
  const said = detail && (ours.has(detail) ? say(`oversight.receipt.detail.${detail}`) : detail)
  return (
    <Table.Tr>
      <Table.Td>
        {say(`oversight.receipt.line.${kind}`)}
        <Text size="xs" c="dimmed">
          {subjectId}
        </Text>
        <Text size="xs" hiddenFrom="sm">
          {whose}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{whose}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={endedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Badge variant="dot" color={colours[answer]} tt="none">
            {say(`oversight.receipt.answer.${answer}`)}
          </Badge>
          <Text size="xs" c="dimmed">
            {said}
            {said && answeredAt && ' · '}
            {answeredAt && <Time at={answeredAt} />}
            {answer === 'waiting' && attempts > 0 && ` · ${say('oversight.receipt.attempts', { count: attempts })}`}
          </Text>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

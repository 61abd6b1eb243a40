import { Button, Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { OverseenDetail } from '../../../contract/api/oversight.ts'
import { overseenDetail } from '../../data/oversight.ts'
import { useFocusBack } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { DayOf } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { DisableButton } from '../integrations/disable-button.tsx'
import { StatusBadge } from '../integrations/status-badge.tsx'
import { GrantForm } from './grant-form.tsx'
import { LastChanges } from './last-changes.tsx'
import { useAsked } from './use-asked.ts'

/** One integration, looked into and changed in place; the table stays behind it. Its address names it. */
export function DetailDrawer({ id, close }: { id: string; close: () => void }) {
  const say = useSay()
  const found = useQuery(overseenDetail(id))
  const name = found.data?.row.name ?? ''
  useFocusBack(true)
  return (
    <Drawer
      opened
      onClose={close}
      returnFocus={false}
      position="right"
      size="lg"
      title={name || say('oversight.title')}
      styles={{ title: { fontWeight: 700, fontSize: 'var(--mantine-h4-font-size)' } }}
      closeButtonProps={{ 'aria-label': say('shell.close') }}
    >
      {found.isError && !found.data ? (
        <Refused error={found.error} again={() => found.refetch()} />
      ) : found.data ? (
        <Opened detail={found.data} />
      ) : (
        <Skeleton height={320} role="status" aria-label={say('shell.loading')} />
      )}
    </Drawer>
  )
}

function Opened({ detail }: { detail: OverseenDetail }) {
  const say = useSay()
  const { explain, change } = useAsked()
  const { row, endsAt } = detail
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <ServiceIcon src={row.icon} name={row.name} size={32} />
          <StatusBadge row={row} />
        </Group>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => explain(row.id)}>
            {say('oversight.explain')}
          </Button>
          {row.status === 'disabled' ? (
            <Button size="compact-sm" onClick={() => change({ keys: [row.id], kind: 'enable' })}>
              {say('integrations.enable_again')}
            </Button>
          ) : (
            <DisableButton integration={row} size="compact-sm" />
          )}
        </Group>
      </Group>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {endsAt ? (
            <Sentence of="oversight.ends.at" values={{ when: <DayOf at={endsAt} /> }} />
          ) : (
            say('oversight.ends.never')
          )}
        </Text>
        <Button size="compact-sm" variant="subtle" onClick={() => change({ keys: [row.id], kind: 'end' })}>
          {say('oversight.end')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {say(`oversight.review.${row.review.kind}.means`)}
      </Text>
      {/* Drawn anew when somebody changed it: what is looked at is what is changed. */}
      <GrantForm key={row.revision} detail={detail} />
      <LastChanges changes={detail.changes} />
      <div>
        <Title order={3} size="h5">
          {say('oversight.more')}
        </Title>
        <Text size="sm">
          <Link to={`/admin/integrations/${row.id}`}>{say('oversight.page')}</Link>
        </Text>
      </div>
    </Stack>
  )
}

import { Button, Group, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { keptDays, type LogSettings } from '../../../contract/api/api-log.ts'
import { logSettings, useLogSettings } from '../../data/activity.ts'
import { useMe } from '../../data/me.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { HelpLink } from '../../ui/help-link.tsx'
import { Page } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { toast } from '../../ui/toast.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { Collectors } from './collectors.tsx'

/** How long the log is kept, and where both logs are pushed. */
export function LogSettingsScreen() {
  const say = useSay()
  const { may } = useMe()
  const settings = useQuery({ ...logSettings, enabled: may.manageIntegrations })
  if (!may.manageIntegrations) return <Missing />
  return (
    <Page title={say('activity.settings')} width="wide">
      <Text size="sm">
        <Link to="/admin/activity" className="quiet-link back-link">
          <IconArrowLeft size={15} aria-hidden="true" />
          {say('activity.back')}
        </Link>
      </Text>
      {settings.data ? (
        <Kept key={settings.data.days} settings={settings.data} />
      ) : settings.isError ? (
        <Refused error={settings.error} again={() => settings.refetch()} />
      ) : (
        <Skeleton height={120} />
      )}
      <Collectors />
    </Page>
  )
}

function Kept({ settings }: { settings: LogSettings }) {
  const say = useSay()
  const confirm = useConfirm()
  const change = useLogSettings()
  const [days, setDays] = useState(settings.days)
  const save = async () => {
    const sure =
      days > settings.days ||
      (await confirm({
        title: say('activity.kept.shorter', { days }),
        body: say('activity.kept.shorter.body'),
        action: say('activity.kept.change'),
        danger: true,
      }))
    if (sure) change.mutate(days, { onSuccess: () => toast(say('activity.kept.changed')) })
  }
  return (
    <Stack className="card" p="md" gap="sm" component="section">
      <Title order={2} size="h4">
        {say('activity.kept')}
      </Title>
      <Text size="sm">
        <HelpLink to="api-log#kept">{say('activity.kept.body')}</HelpLink>
      </Text>
      <Group gap="sm">
        <Select
          aria-label={say('activity.kept')}
          data={keptDays.map(value => ({ value: String(value), label: say('activity.kept.days', { days: value }) }))}
          allowDeselect={false}
          value={String(days)}
          onChange={next => setDays(keptDays.find(one => String(one) === next) ?? settings.days)}
        />
        <Button disabled={days === settings.days} loading={change.isPending} onClick={() => void save()}>
          {say('activity.kept.change')}
        </Button>
      </Group>
      {settings.since && (
        <Text size="sm" c="dimmed">
          <Sentence of="activity.kept.since" values={{ at: <Stamp at={settings.since} /> }} />
        </Text>
      )}
    </Stack>
  )
}

import { Button, Checkbox, Group, Radio, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { type ExportFormat, exportFormats } from '../../../contract/api/log-exports.ts'
import { type Taken, useLogExports } from '../../data/activity.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { HelpLink } from '../../ui/help-link.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { ExportList } from './export-list.tsx'

/** Takes out what the filter finds, at once or in the background, and lists what was taken out before. */
export function ExportDialog({ taken, onClose }: { taken: Taken; onClose: () => void }) {
  const say = useSay()
  const { make } = useLogExports()
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [packed, setPacked] = useState(false)
  const ask = (tell: boolean) =>
    make.mutate(
      { taken, format, packed, tell },
      {
        onSuccess: ({ address }) => {
          if (tell) toast(say('activity.export.later.done'))
          else window.location.assign(address)
        },
      },
    )
  return (
    <Dialog title={say(`activity.export.title.${taken.log}`)} onClose={onClose} size="lg">
      <Stack gap="md">
        <Text size="sm">{say('activity.export.body')}</Text>
        <Radio.Group
          label={say('activity.export.format')}
          value={format}
          onChange={next => setFormat(exportFormats.find(one => one === next) ?? 'csv')}
        >
          <Stack gap={6} pt={6}>
            {exportFormats.map(value => (
              <Radio key={value} value={value} label={say(`activity.export.format.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Checkbox
          label={say('activity.export.packed')}
          checked={packed}
          onChange={event => setPacked(event.currentTarget.checked)}
        />
        {format === 'csv' && (
          <Text size="xs" c="dimmed">
            <HelpLink to="api-log#export">{say('activity.export.formulas')}</HelpLink>
          </Text>
        )}
        <Group gap="xs">
          <Button loading={make.isPending} onClick={() => ask(false)}>
            {say('activity.export.now')}
          </Button>
          <Button variant="default" loading={make.isPending} onClick={() => ask(true)}>
            {say('activity.export.later')}
          </Button>
        </Group>
        <Stack gap="xs" component="section">
          <Title order={3} size="h5">
            {say('activity.exports')}
          </Title>
          <Text size="xs" c="dimmed">
            {say('activity.export.week')}
          </Text>
          <ExportList />
        </Stack>
      </Stack>
    </Dialog>
  )
}

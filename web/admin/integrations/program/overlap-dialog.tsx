import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { OverlapHours } from '../../../../contract/api/custom-integrations.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { useSay } from '../../../ui/words.tsx'

const choices = [24, 1, 0] as const

interface OverlapProps {
  readonly title: string
  readonly body: string
  readonly busy: boolean
  readonly onChoose: (hours: OverlapHours) => void
  readonly onClose: () => void
}

/** How long the one before goes on working, so that a running program can be changed over; a leaked one is ended at once. */
export function OverlapDialog({ title, body, busy, onChoose, onClose }: OverlapProps) {
  const say = useSay()
  const [hours, setHours] = useState<OverlapHours>(24)
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">{body}</Text>
        <Radio.Group
          label={say('custom.overlap')}
          value={String(hours)}
          onChange={next => setHours(choices.find(one => String(one) === next) ?? 24)}
        >
          <Stack gap="xs" mt="xs">
            {choices.map(value => (
              <Radio
                key={value}
                value={String(value)}
                label={say(`custom.overlap.h${value}`)}
                description={say(`custom.overlap.h${value}.means`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button color={hours === 0 ? 'red' : undefined} loading={busy} onClick={() => onChoose(hours)}>
            {title}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

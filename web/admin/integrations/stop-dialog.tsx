import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Origin } from '../../../contract/api/integrations.ts'
import { RefusalError } from '../../data/call.ts'
import { useIntegration, useUndoStop } from '../../data/integrations.ts'
import { useKill } from '../../data/oversight.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { sentenceOf } from '../../ui/refused.tsx'
import { toast, toastRefused } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

interface StopProps {
  readonly id: string
  readonly name: string
  readonly origin: Origin
  /** It was disabled before: only the kill switch is left. */
  readonly off: boolean
  readonly close: () => void
}

/** Said before, counted after. Disabling can be taken back; the kill switch ends every token and account for good, and leads to its receipt. */
export function StopDialog({ id, name, origin, off, close }: StopProps) {
  const say = useSay()
  const navigate = useNavigate()
  const { disable } = useIntegration(id)
  const undo = useUndoStop(id, error => {
    const changed = error instanceof RefusalError && error.code === 'changed_meanwhile'
    toastRefused(changed ? say('integrations.disabled.changed', { name }) : sentenceOf(error, say))
  })
  const kill = useKill(id)
  const [forGood, setForGood] = useState(off)
  const body = origin === 'custom' ? 'integrations.disable.body.custom' : 'integrations.disable.body'
  const stop = () =>
    disable.mutate(undefined, {
      onSuccess: ({ integration, receipt }) => {
        close()
        toast(say('integrations.disabled', { name, count: receipt.jobsCancelled }), {
          label: say('people.undo'),
          run: () => undo.mutate(integration.installation?.revision ?? ''),
        })
      },
    })
  const end = () =>
    kill.mutate(undefined, {
      onSuccess: receipt => {
        close()
        void navigate({ to: `/admin/integrations/receipts/${receipt.id}` })
      },
    })
  return (
    <Dialog title={say(off ? 'integrations.kill.title' : 'integrations.disable.title', { name })} onClose={close}>
      <Stack gap="lg">
        <Text size="sm">
          {say(off ? 'integrations.kill.body.off' : forGood ? 'integrations.kill.body' : body, { name })}
        </Text>
        {!off && (
          <Checkbox
            color="red"
            label={say('integrations.kill')}
            description={say('integrations.kill.means')}
            checked={forGood}
            onChange={event => setForGood(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {say('shell.cancel')}
          </Button>
          <Button color="red" loading={disable.isPending || kill.isPending} onClick={forGood ? end : stop}>
            {say(forGood ? 'integrations.kill.do' : 'integrations.disable')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import { useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'

/** The token, here and never again: the dialog is left by saying so, not by a click beside it. */
export function TokenDialog({ name, token, onDone }: { name: string; token: string; onDone: () => void }) {
  const say = useSay()
  const [understood, setUnderstood] = useState(false)
  return (
    <Dialog title={say('custom.token.new')} size="lg">
      <Stack gap="md">
        <Alert color="orange">{say('custom.token.warning', { name })}</Alert>
        <CopyField label={say('custom.token')} value={token} />
        <Text size="sm">{say('custom.token.once')}</Text>
        <Checkbox
          label={say('custom.token.understand')}
          checked={understood}
          onChange={event => setUnderstood(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!understood} onClick={onDone}>
            {say('custom.token.done')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

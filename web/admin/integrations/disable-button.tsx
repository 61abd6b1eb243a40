import { Button, type ButtonProps } from '@mantine/core'
import { useState } from 'react'
import type { IntegrationRow } from '../../../contract/api/integrations.ts'
import { later } from '../../ui/later.tsx'
import { useSay } from '../../ui/words.tsx'

const StopDialog = later(async () => (await import('./stop-dialog.tsx')).StopDialog)

interface StopProps {
  readonly integration: Pick<IntegrationRow, 'id' | 'name' | 'origin' | 'status'>
  readonly size?: ButtonProps['size']
}

/** Off is off, at once: red, in sight wherever an integration is, never in a menu. Where it is off already, what it holds is still ended for good. */
export function DisableButton({ integration, size }: StopProps) {
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const off = integration.status === 'disabled'
  const word = off ? 'integrations.kill' : 'integrations.disable'
  return (
    <>
      <Button
        variant="outline"
        color="red"
        {...(size && { size })}
        {...(size && { 'aria-label': say(`${word}.named`, { name: integration.name }) })}
        onClick={() => setAsking(true)}
      >
        {say(size || off ? `${word}.short` : word)}
      </Button>
      {asking && (
        <StopDialog
          id={integration.id}
          name={integration.name}
          origin={integration.origin}
          off={off}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}

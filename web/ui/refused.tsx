import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RefusalError } from '../data/call.ts'
import { type Say, useSay } from './words.tsx'

/** What to tell a person about something that went wrong. */
export function sentenceOf(error: unknown, say: Say): string {
  if (!(error instanceof RefusalError)) return say('shell.refused.fault')
  return error.message || say(error.code === 'unreachable' ? 'shell.refused.unreachable' : 'shell.refused.fault')
}

/** The refused face of a screen, a list or a form: what happened, and what to do next. */
export function Refused({ error, again }: { error: unknown; again?: () => void }) {
  const say = useSay()
  const trace = error instanceof RefusalError && error.code === 'fault' ? error.traceId : undefined
  return (
    <div className="refused" role="alert">
      <IconAlertTriangle size={18} aria-hidden="true" />
      <div>
        {sentenceOf(error, say)}
        {trace && <code>{trace}</code>}
        {again && (
          <Button size="xs" variant="default" mt="xs" display="block" onClick={again}>
            {say('shell.try_again')}
          </Button>
        )}
      </div>
    </div>
  )
}

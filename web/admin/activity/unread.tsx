import { Alert } from '@mantine/core'
import { useSay } from '../../ui/words.tsx'

const most = 40

/** What stands in the address and is nothing that could be looked for: said, so that nobody takes what is shown for its answer. */
export function Unread({ parts }: { parts: readonly { readonly label: string; readonly text: string }[] }) {
  const say = useSay()
  if (parts.length === 0) return null
  const said = parts.map(({ label, text }) =>
    say('activity.filter.unread.one', { field: say(label), text: short(text) }),
  )
  return (
    <Alert color="orange" role="status" style={{ overflowWrap: 'anywhere' }}>
      {say('activity.filter.unread', { what: said.join(', ') })}
    </Alert>
  )
}

function short(text: string): string {
  const letters = [...text]
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text
}

import { CloseButton, Group, Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { foreseen } from '../data/previews.ts'
import { useSay } from '../ui/words.tsx'

interface ComposerPreviewsProps {
  readonly text: string
  readonly groupId: string | undefined
  readonly hidden: readonly string[]
  readonly onHide: (url: string) => void
}

const address = /https?:\/\/[^\s<>"`“”«»)\]]+/g

/** Before anything is sent: who will preview which link here, and the way to stop it. Asks no service. */
export function ComposerPreviews({ text, groupId, hidden, onHide }: ComposerPreviewsProps) {
  const urls = [...new Set(text.match(address) ?? [])].filter(url => !hidden.includes(url)).slice(0, 3)
  if (!groupId) return null
  return urls.map(url => <Foreseen key={url} url={url} groupId={groupId} onHide={() => onHide(url)} />)
}

function Foreseen({ url, groupId, onHide }: { url: string; groupId: string; onHide: () => void }) {
  const say = useSay()
  const { data } = useQuery(foreseen(url, groupId))
  if (!data?.source) return null
  const source = data.source.name
  return (
    <Paper withBorder px="xs" py={2}>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text size="sm">
          {say(data.state === 'off' ? 'previews.foreseen.off' : 'previews.foreseen.will', { source })}
        </Text>
        {data.state === 'will' && (
          <CloseButton size="sm" aria-label={say('previews.foreseen.stop', { source })} onClick={onHide} />
        )}
      </Group>
    </Paper>
  )
}

import { Text } from '@mantine/core'
import type { HelpCount } from '../../contract/api/help.ts'
import { useSay } from '../ui/words.tsx'

/** What readers answered so far; only who administers integrations is told. */
export function Count({ count }: { count: HelpCount }) {
  const say = useSay()
  if (!count || count.yes + count.no === 0) return null
  return (
    <Text size="xs" c="dimmed">
      {say('help.count', count)}
    </Text>
  )
}

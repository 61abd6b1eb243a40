import { Text } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useSay } from '../../ui/words.tsx'

/** What leaves this server, and to which host. */
export function Leaves({ integration }: { integration: Integration }) {
  const say = useSay()
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
      {integration.leaves.map(({ sentence, host }) => (
        <li key={sentence}>
          <Text size="sm">
            {sentence}{' '}
            <Text span c="dimmed">
              {say('integrations.to_host', { host })}
            </Text>
          </Text>
        </li>
      ))}
    </ul>
  )
}

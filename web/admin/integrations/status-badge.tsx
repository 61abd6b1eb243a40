import { Badge } from '@mantine/core'
import type { IntegrationRow } from '../../../contract/api/integrations.ts'
import { useSay } from '../../ui/words.tsx'

const colours = {
  disabled: 'red',
  needs_setup: 'yellow',
  needs_reconnecting: 'orange',
  needs_attention: 'orange',
  enabled_for: 'teal',
  enabled: 'teal',
  requested: 'blue',
  available: 'gray',
} as const

/** One vocabulary everywhere; the word says it, the colour helps. */
export function StatusBadge({ row }: { row: Pick<IntegrationRow, 'status' | 'groupCount'> }) {
  const say = useSay()
  return (
    <Badge variant="dot" color={colours[row.status]} tt="none" style={{ overflow: 'visible' }}>
      {say(`integrations.status.${row.status}`, { count: row.groupCount ?? 0 })}
    </Badge>
  )
}

import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { keysOf, type OverseenAsked } from '../../data/oversight.ts'
import { useSay } from '../../ui/words.tsx'
import classes from './permissions-data.module.css'
import { useAsked } from './use-asked.ts'

interface BarProps {
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  readonly total: number
  readonly filter: OverseenAsked
}

/** What can be done with those that are chosen; it stays in sight. Switching off is red and stands for itself. */
export function BulkBar({ chosen, choose, total, filter }: BarProps) {
  const say = useSay()
  const { change } = useAsked()
  const [reading, setReading] = useState(false)
  const keys = [...chosen]
  const all = async () => {
    setReading(true)
    await keysOf(filter)
      .then(ids => choose(new Set(ids)))
      .finally(() => setReading(false))
  }
  return (
    <Group className={`card ${classes.bar}`} gap="xs" role="toolbar" aria-label={say('oversight.bulk')}>
      <Text size="sm" fw={600} aria-live="polite">
        {say('oversight.chosen', { count: chosen.size })}
      </Text>
      {chosen.size < total && (
        <Button size="compact-sm" variant="subtle" loading={reading} onClick={all}>
          {say('oversight.choose.all', { count: total })}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => choose(new Set())}>
        {say('oversight.choose.none')}
      </Button>
      <Group gap="xs" ml="auto">
        {(['trim', 'groups', 'take', 'end'] as const).map(kind => (
          <Button key={kind} size="compact-sm" variant="default" onClick={() => change({ keys, kind })}>
            {say(kind === 'groups' ? 'oversight.regroup' : `oversight.${kind}`)}
          </Button>
        ))}
        <Button size="compact-sm" variant="outline" color="red" onClick={() => change({ keys, kind: 'disable' })}>
          {say('integrations.disable')}
        </Button>
      </Group>
    </Group>
  )
}

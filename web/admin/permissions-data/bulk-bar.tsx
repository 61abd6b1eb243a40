import { Button, CloseButton, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { keysOf, type OverseenAsked } from '../../data/oversight.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { useSay } from '../../ui/words.tsx'
import classes from './permissions-data.module.css'
import { useAsked } from './use-asked.ts'

interface BarProps {
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  readonly total: number
  readonly filter: OverseenAsked
}

/** What can be done with those that are chosen; it stays in sight, on a phone in two lines. Switching off is red and stands for itself, in no menu. */
export function BulkBar({ chosen, choose, total, filter }: BarProps) {
  const say = useSay()
  const { change } = useAsked()
  const narrow = useNarrow()
  const bar = useRef<HTMLDivElement>(null)
  const [reading, setReading] = useState(false)
  const keys = [...chosen]
  const all = async () => {
    setReading(true)
    await keysOf(filter)
      .then(ids => choose(new Set(ids)))
      .finally(() => setReading(false))
  }
  const entries = (['trim', 'groups', 'take', 'end'] as const).map(kind => ({
    label: say(kind === 'groups' ? 'oversight.regroup' : `oversight.${kind}`),
    onClick: () => change({ keys, kind }),
  }))
  // After the table, and so after all its rows.
  useHotkeys([['b', () => bar.current?.querySelector('button')?.focus()]])
  const none = () => choose(new Set())
  return (
    <Group ref={bar} className={`card ${classes.bar}`} gap="xs" role="toolbar" aria-label={say('oversight.bulk')}>
      <Text size="sm" fw={600} aria-live="polite" className={classes.count}>
        {say('oversight.chosen', { count: chosen.size })}
      </Text>
      {narrow && <CloseButton size="sm" aria-label={say('oversight.choose.none')} onClick={none} />}
      {chosen.size < total && (
        <Button size="compact-sm" variant="subtle" loading={reading} onClick={all}>
          {say('oversight.choose.all', { count: total })}
        </Button>
      )}
      {!narrow && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={none}>
          {say('oversight.choose.none')}
        </Button>
      )}
      <Group gap="xs" ml="auto" wrap="nowrap">
        {narrow ? (
          <MenuButton
            entries={entries}
            button={
              <Button size="compact-sm" variant="default">
                {say('oversight.bulk.change')}
              </Button>
            }
          />
        ) : (
          entries.map(({ label, onClick }) => (
            <Button key={label} size="compact-sm" variant="default" onClick={onClick}>
              {label}
            </Button>
          ))
        )}
        <Button size="compact-sm" variant="outline" color="red" onClick={() => change({ keys, kind: 'disable' })}>
          {say('integrations.disable.short')}
        </Button>
      </Group>
    </Group>
  )
}

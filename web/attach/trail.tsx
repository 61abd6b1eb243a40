import { Anchor, Breadcrumbs, Text } from '@mantine/core'
import type { PickedItem } from '../../contract/api/attaching.ts'
import { useSay } from '../ui/words.tsx'

interface TrailProps {
  readonly name: string
  readonly trail: readonly PickedItem[]
  readonly goTo: (trail: readonly PickedItem[]) => void
}

/** Where one is among folders, and the way back. */
export function Trail({ name, trail, goTo }: TrailProps) {
  const say = useSay()
  const here = trail.at(-1)
  return (
    <nav aria-label={say('attach.trail')}>
      <Breadcrumbs separatorMargin={6}>
        {here ? (
          <Anchor component="button" type="button" size="sm" onClick={() => goTo([])}>
            {name}
          </Anchor>
        ) : (
          <Text size="sm" aria-current="location">
            {name}
          </Text>
        )}
        {trail.slice(0, -1).map((folder, n) => (
          <Anchor
            key={folder.id}
            component="button"
            type="button"
            size="sm"
            onClick={() => goTo(trail.slice(0, n + 1))}
          >
            {folder.name}
          </Anchor>
        ))}
        {here && (
          <Text size="sm" aria-current="location">
            {here.name}
          </Text>
        )}
      </Breadcrumbs>
    </nav>
  )
}

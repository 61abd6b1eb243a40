import { Radio, Stack, Text } from '@mantine/core'
import type { ComposerOffer, PickedItem, Sharing } from '../../contract/api/attaching.ts'
import { useSay } from '../ui/words.tsx'

interface ChoiceProps {
  readonly offer: ComposerOffer
  readonly item: PickedItem
  /** How the thing's one link stands; null where it has none yet, or where each attaching makes its own. */
  readonly now: Sharing | null
  readonly chosen: string | undefined
  readonly choose: (id: string) => void
}

/** Who may open it. A link that is there opens for as many as before at least: who got it in an earlier post would lose it. */
export function SharingChoice({ offer, item, now, chosen, choose }: ChoiceProps) {
  const say = useSay()
  const ways = waysFrom(offer, now)
  const narrower = (offer.picker?.sharing ?? []).filter(way => !ways.includes(way))
  const there = now && (
    <Text size="sm" role="status">
      {say(`attach.there${ways.length > 1 ? '.wider' : ''}`, { name: item.name, now: now.label })}
    </Text>
  )
  if (ways.length < 2) return there
  return (
    <Stack gap={6}>
      {there}
      <Radio.Group label={say('attach.sharing', { name: item.name })} value={chosen ?? ''} onChange={choose}>
        <Stack gap={6} mt={6}>
          {[...narrower, ...ways].map(way => (
            <Radio key={way.id} value={way.id} label={way.label} disabled={narrower.includes(way)} />
          ))}
        </Stack>
      </Radio.Group>
      {now && chosen !== now.id && <Text size="sm">{say('attach.widens')}</Text>}
    </Stack>
  )
}

/** The ways that open it to as many as now, or to more; of a link that stands otherwise, none: it stays as it is. */
export function waysFrom(offer: ComposerOffer, now: Sharing | null): readonly Sharing[] {
  const all = offer.picker?.sharing ?? []
  if (!now) return all
  const place = all.findIndex(way => way.id === now.id)
  return place < 0 ? [] : all.slice(place)
}

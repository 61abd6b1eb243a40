import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { ComposerOffer, PickedItem } from '../../contract/api/attaching.ts'
import type { ItemView } from '../data/attaching.ts'
import { useSay } from '../ui/words.tsx'
import { ItemList } from './item-list.tsx'
import { Trail } from './trail.tsx'

interface BrowserProps {
  readonly groupId: string
  readonly offer: ComposerOffer
  readonly chosen: PickedItem | undefined
  readonly choose: (item: PickedItem | undefined) => void
}

/** Browse, recent, search: one at a time; typing searches whatever is shown. */
export function Browser({ groupId, offer, chosen, choose }: BrowserProps) {
  const say = useSay()
  const views = (offer.picker?.views ?? []).filter(view => view !== 'search')
  const [view, setView] = useState<ItemView>(views[0] ?? 'search')
  const [trail, setTrail] = useState<readonly PickedItem[]>([])
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const searches = offer.picker?.views.includes('search') && text !== ''
  const folder = view === 'browse' ? trail.at(-1)?.id : undefined
  const asked = searches ? { view: 'search' as const, text } : { view, ...(folder !== undefined && { folder }) }
  const open = (item: PickedItem) => {
    setTyped('')
    setView('browse')
    setTrail(before => [...before, item])
    choose(undefined)
  }
  return (
    <>
      {offer.picker?.views.includes('search') && (
        <TextInput
          type="search"
          aria-label={say('attach.search', { name: offer.name })}
          placeholder={say('attach.search', { name: offer.name })}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      )}
      {views.length > 1 && !searches && (
        <SegmentedControl
          aria-label={say('attach.views')}
          data={views.map(name => ({ value: name, label: say(`attach.view.${name}`) }))}
          value={view}
          onChange={next => {
            setView(next as ItemView)
            choose(undefined)
          }}
        />
      )}
      {view === 'browse' && !searches && <Trail name={offer.name} trail={trail} goTo={setTrail} />}
      <ItemList groupId={groupId} offer={offer} asked={asked} chosen={chosen} choose={choose} open={open} />
    </>
  )
}

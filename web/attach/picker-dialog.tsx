import { Alert, Button, Group, Radio, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { ComposerOffer, PickedItem } from '../../contract/api/attaching.ts'
import { type ItemView, useAttaching } from '../data/attaching.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { ItemList } from './item-list.tsx'
import { ShareStep } from './share-step.tsx'
import { Trail } from './trail.tsx'

interface PickerProps {
  readonly groupId: string
  readonly offer: ComposerOffer
  readonly put: (url: string) => void
  readonly onClose: () => void
}

/** Chooses one of the reader's own things at a service, how it is shared, and says who of the group could not open it. */
export function PickerDialog({ groupId, offer, put, onClose }: PickerProps) {
  const say = useSay()
  const { attach } = useAttaching(groupId, offer.integrationId)
  const [item, setItem] = useState<PickedItem>()
  const sharing = offer.picker?.sharing ?? []
  const [chosen, setChosen] = useState(sharing[0]?.id)
  const done = (url: string) => {
    put(url)
    onClose()
  }
  const take = () => {
    if (!item) return
    attach.mutate(
      { itemId: item.id, ...(chosen && { sharing: chosen }) },
      { onSuccess: ({ url, cannotOpen }) => cannotOpen?.length || done(url) },
    )
  }
  const attached = attach.data?.cannotOpen?.length ? attach.data : undefined
  if (attached)
    return (
      <Dialog title={say('attach.who', { name: item?.name ?? '' })} onClose={() => done(attached.url)} size="lg">
        <ShareStep groupId={groupId} offer={offer} attached={attached} done={() => done(attached.url)} />
      </Dialog>
    )
  return (
    <Dialog title={say('attach.from', { name: offer.name })} onClose={onClose} size="lg">
      <Stack gap="sm">
        <Browser groupId={groupId} offer={offer} chosen={item} choose={setItem} />
        {item && sharing.length > 1 && (
          <Radio.Group label={say('attach.sharing', { name: item.name })} value={chosen ?? ''} onChange={setChosen}>
            <Stack gap={6} mt={6}>
              {sharing.map(way => (
                <Radio key={way.id} value={way.id} label={way.label} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {attach.isError && <Refused error={attach.error} />}
        {attach.isPending && <Alert role="status">{say('attach.making', { name: offer.name })}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button onClick={take} disabled={!item} loading={attach.isPending}>
            {say('attach.take')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

interface BrowserProps {
  readonly groupId: string
  readonly offer: ComposerOffer
  readonly chosen: PickedItem | undefined
  readonly choose: (item: PickedItem | undefined) => void
}

/** Browse, recent, search: one at a time; typing searches whatever is shown. */
function Browser({ groupId, offer, chosen, choose }: BrowserProps) {
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

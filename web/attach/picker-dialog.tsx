import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ComposerOffer, PickedItem } from '../../contract/api/attaching.ts'
import { sharingOf, useAttaching } from '../data/attaching.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonLines } from '../ui/list-faces.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { Browser } from './browser.tsx'
import { KeptStep } from './kept-step.tsx'
import { ShareStep } from './share-step.tsx'
import { SharingChoice, waysFrom } from './sharing-choice.tsx'

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
  const [wanted, setWanted] = useState<string>()
  const [kept, setKept] = useState(false)
  const asks = item !== undefined && offer.picker?.oneLink === true
  const standing = useQuery({ ...sharingOf(groupId, offer.integrationId, item?.id ?? ''), enabled: asks })
  const now = (asks && standing.data?.now) || null
  const ways = waysFrom(offer, now)
  const chosen = ways.find(way => way.id === wanted)?.id ?? ways[0]?.id
  const choose = (next: PickedItem | undefined) => {
    setItem(next)
    setWanted(undefined)
    attach.reset()
  }
  const done = (url: string) => {
    put(url)
    onClose()
  }
  const take = () => {
    if (!item) return
    attach.mutate(
      { itemId: item.id, ...(chosen && { sharing: chosen }) },
      {
        onSuccess(made) {
          // That it stays as it stands was said before, where it was known.
          const told = !made.kept || made.kept.id === now?.id
          setKept(told)
          if (told && !made.cannotOpen?.length) done(made.url)
        },
      },
    )
  }
  const attached = attach.data
  if (attached?.kept && !kept)
    return (
      <KeptStep
        name={item?.name ?? ''}
        now={attached.kept.label}
        onClose={onClose}
        go={() => (attached.cannotOpen?.length ? setKept(true) : done(attached.url))}
      />
    )
  if (attached?.cannotOpen?.length)
    return (
      <Dialog title={say('attach.who', { name: item?.name ?? '' })} onClose={() => done(attached.url)} size="lg">
        <ShareStep groupId={groupId} offer={offer} attached={attached} done={() => done(attached.url)} />
      </Dialog>
    )
  return (
    <Dialog title={say('attach.from', { name: offer.name })} onClose={onClose} size="lg">
      <Stack gap="sm">
        <Browser groupId={groupId} offer={offer} chosen={item} choose={choose} />
        {asks && standing.isPending && <SkeletonLines count={2} />}
        {asks && standing.isError && <Refused error={standing.error} again={() => standing.refetch()} />}
        {item && !(asks && !standing.data) && (
          <SharingChoice offer={offer} item={item} now={now} chosen={chosen} choose={setWanted} />
        )}
        {attach.isError && <Refused error={attach.error} />}
        {attach.isPending && <Alert role="status">{say('attach.making', { name: offer.name })}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button onClick={take} disabled={!item || (asks && !standing.data)} loading={attach.isPending}>
            {say('attach.take')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

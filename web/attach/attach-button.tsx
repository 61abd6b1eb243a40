import { ActionIcon } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ComposerOffer } from '../../contract/api/attaching.ts'
import { composerOffers } from '../data/attaching.ts'
import { useLinkAccount } from '../data/linking.ts'
import { later } from '../ui/later.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

const PickerDialog = later(async () => (await import('./picker-dialog.tsx')).PickerDialog)
const ActionDialog = later(async () => (await import('../feed/action-dialog.tsx')).ActionDialog)

interface AttachProps {
  readonly groupId: string | undefined
  /** Puts the address of what was attached into what is being written. */
  readonly put: (url: string) => void
  /** In a comment nothing is started: that makes posts. */
  readonly only?: 'attach'
}

type Chosen = { readonly offer: ComposerOffer; readonly actionId: string | undefined }

/** What the services of this group offer to whoever writes: files to attach, things to start. Nothing where there is none. */
export function AttachButton({ groupId, put, only }: AttachProps) {
  const say = useSay()
  const found = useQuery({ ...composerOffers(groupId ?? ''), enabled: groupId !== undefined })
  const link = useLinkAccount()
  const [chosen, setChosen] = useState<Chosen>()
  const offers = (found.data?.items ?? []).filter(offer => offer.picker || (!only && offer.actions.length > 0))
  if (!groupId || offers.length === 0) return null
  const choose = (offer: ComposerOffer, actionId?: string) =>
    offer.accountNeeded ? link.mutate(offer.integrationId) : setChosen({ offer, actionId })
  const close = () => setChosen(undefined)
  const entriesOf = (offer: ComposerOffer): MenuEntry[] => {
    const icon = <ServiceIcon src={offer.icon} size={16} />
    const pick = { label: say('attach.from', { name: offer.name }), icon, onClick: () => choose(offer) }
    const start = offer.actions.map(({ id, label }) => ({ label, icon, onClick: () => choose(offer, id) }))
    return [...(offer.picker ? [pick] : []), ...(only ? [] : start)]
  }
  return (
    <>
      <MenuButton
        position="bottom-start"
        button={
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={link.isPending}
            aria-label={say('attach.open')}
            title={say('attach.open')}
          >
            <IconPaperclip size={17} stroke={1.8} />
          </ActionIcon>
        }
        entries={offers.flatMap(offer => entriesOf(offer))}
      />
      {chosen && !chosen.actionId && <PickerDialog groupId={groupId} offer={chosen.offer} put={put} onClose={close} />}
      {chosen?.actionId && (
        <ActionDialog
          place={{ groupId }}
          action={{
            ...chosen.offer,
            actionId: chosen.actionId,
            label: chosen.offer.actions.find(action => action.id === chosen.actionId)?.label ?? '',
          }}
          onClose={close}
        />
      )}
    </>
  )
}

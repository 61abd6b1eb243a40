import { ActionIcon } from '@mantine/core'
import { IconBellPlus, IconDots, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import type { Preview } from '../../contract/api/previews.ts'
import { useThing } from '../data/attaching.ts'
import { later } from '../ui/later.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

const CannotOpenDialog = later(async () => (await import('../attach/cannot-open-dialog.tsx')).CannotOpenDialog)

interface MenuProps {
  readonly preview: Extract<Preview, { state: 'shown' }>
  readonly subjectId: string
  readonly place: number
}

/** What concerns the thing and the group: following it, and who cannot open it. Nothing where neither can be done. */
export function CardMenu({ preview, subjectId, place }: MenuProps) {
  const say = useSay()
  const { follow } = useThing(subjectId, place)
  const [asked, setAsked] = useState(false)
  const { card, mayFollow, mayShare } = preview
  if (!mayFollow && !mayShare) return null
  const entries = [
    ...(mayFollow
      ? [
          {
            label: say('attach.follow'),
            icon: <IconBellPlus size={16} />,
            onClick: () =>
              follow.mutate(undefined, { onSuccess: () => toast(say('attach.followed', { name: card.title })) }),
          },
        ]
      : []),
    ...(mayShare
      ? [{ label: say('attach.who_cannot'), icon: <IconUsersGroup size={16} />, onClick: () => setAsked(true) }]
      : []),
  ]
  return (
    <>
      <MenuButton
        button={
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            loading={follow.isPending}
            aria-label={say('attach.card_menu', { title: card.title })}
          >
            <IconDots size={15} />
          </ActionIcon>
        }
        entries={entries}
      />
      {asked && (
        <CannotOpenDialog subjectId={subjectId} place={place} title={card.title} onClose={() => setAsked(false)} />
      )}
    </>
  )
}

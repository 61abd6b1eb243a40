import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { Preview } from '../../contract/api/previews.ts'
import { useLinkAccount } from '../data/linking.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'

const ActionDialog = later(async () => (await import('./action-dialog.tsx')).ActionDialog)

interface ActionsProps {
  readonly preview: Extract<Preview, { state: 'shown' }>
  readonly postId: string
  readonly groupId: string
  readonly place: number
}

/** What can be done to the thing on the card, with the reader's own account; and how to see more of it. */
export function CardActions({ preview, postId, groupId, place }: ActionsProps) {
  const say = useSay()
  const link = useLinkAccount()
  const { card, source, accountNeeded, instead } = preview
  const [begun, setBegun] = useState(false)
  const [open, setOpen] = useState<(typeof card.actions)[number]>()
  const service = source.integrationId
  // What was done may leave nothing to do on the card: what came of it is still shown.
  const nothing = card.actions.length === 0 && !accountNeeded && !instead && !open
  if (!service || nothing) return null
  return (
    <Group gap="xs">
      {card.actions.map(action => (
        <Button key={action.id} size="compact-sm" variant="default" onClick={() => setOpen(action)}>
          {action.label}
        </Button>
      ))}
      {instead && (
        <Button size="compact-sm" variant="default" onClick={() => setBegun(true)}>
          {instead.label}
        </Button>
      )}
      {instead && begun && <ActionDialog place={{ groupId }} action={instead} onClose={() => setBegun(false)} />}
      {accountNeeded && (
        <Text size="xs" c="dimmed">
          <Anchor component="button" type="button" size="xs" onClick={() => link.mutate(service)}>
            {say('linking.connect_to', { service: source.name })}
          </Anchor>{' '}
          {say('previews.to_see_more')}
        </Text>
      )}
      {open && (
        <ActionDialog
          place={{ postId, linkKey: String(place) }}
          action={{ integrationId: service, actionId: open.id, name: source.name, label: open.label }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Group>
  )
}

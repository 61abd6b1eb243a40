import { Button, Group } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostAction } from '../../contract/api/linking.ts'
import type { Post } from '../../contract/api/posts.ts'
import { postActions, useLinkAccount } from '../data/linking.ts'
import { later } from '../ui/later.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

const ActionDialog = later(async () => (await import('./action-dialog.tsx')).ActionDialog)

/** So many stand side by side; with more services, the others are behind one button (best-in-class 2.5). */
const inSight = 2

/** What can be done with this post at the services that reach its group. */
export function PostActions({ post }: { post: Post }) {
  const say = useSay()
  const found = useQuery(postActions(post.id))
  const link = useLinkAccount()
  const [open, setOpen] = useState<PostAction>()
  const actions = found.data?.items ?? []
  if (actions.length === 0) return null
  const begin = (action: PostAction) => (action.accountNeeded ? link.mutate(action.integrationId) : setOpen(action))
  const first = actions.slice(0, inSight)
  const others = actions.slice(first.length)
  return (
    <Group gap="xs" mt="xs">
      {first.map(action => (
        <Button
          key={`${action.integrationId} ${action.actionId}`}
          size="compact-sm"
          variant="default"
          leftSection={<ServiceIcon src={action.icon} size={16} />}
          loading={link.isPending}
          onClick={() => begin(action)}
        >
          {action.label}
        </Button>
      ))}
      {others.length > 0 && (
        <MenuButton
          button={
            <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
              {say('feed.actions.more')}
            </Button>
          }
          position="bottom-start"
          width={280}
          entries={others.map(action => ({
            label: action.label,
            icon: <ServiceIcon src={action.icon} size={16} />,
            onClick: () => begin(action),
          }))}
        />
      )}
      {open && <ActionDialog place={{ postId: post.id }} action={open} onClose={() => setOpen(undefined)} />}
    </Group>
  )
}

import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostAction } from '../../contract/api/linking.ts'
import type { Post } from '../../contract/api/posts.ts'
import { postActions, useLinkAccount } from '../data/linking.ts'
import { later } from '../ui/later.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'

const ActionDialog = later(async () => (await import('./action-dialog.tsx')).ActionDialog)

/** What can be done with this post at the services that reach its group. */
export function PostActions({ post }: { post: Post }) {
  const found = useQuery(postActions(post.id))
  const link = useLinkAccount()
  const [open, setOpen] = useState<PostAction>()
  const actions = found.data?.items ?? []
  if (actions.length === 0) return null
  return (
    <Group gap="xs" mt="xs">
      {actions.map(action => (
        <Button
          key={`${action.integrationId} ${action.actionId}`}
          size="compact-sm"
          variant="default"
          leftSection={<ServiceIcon src={action.icon} size={16} />}
          loading={link.isPending}
          onClick={() => (action.accountNeeded ? link.mutate(action.integrationId) : setOpen(action))}
        >
          {action.label}
        </Button>
      ))}
      {open && <ActionDialog place={{ postId: post.id }} action={open} onClose={() => setOpen(undefined)} />}
    </Group>
  )
}

import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PostAction } from '../../contract/api/linking.ts'
import type { Post } from '../../contract/api/posts.ts'
import { postActions, useLinkAccount } from '../data/linking.ts'
import { ServiceIcon } from '../ui/service-icon.tsx'

interface EntriesProps {
  readonly post: Post
  readonly choose: (action: PostAction) => void
}

/** What can be done with a post at the services that reach its group, as entries of its menu. They are asked for when it opens. */
export function PostActionEntries({ post, choose }: EntriesProps) {
  const { data } = useQuery(postActions(post.id))
  const link = useLinkAccount()
  if (!data?.items.length) return null
  return (
    <>
      <Menu.Divider />
      {data.items.map(action => (
        <Menu.Item
          key={`${action.integrationId} ${action.actionId}`}
          leftSection={<ServiceIcon src={action.icon} size={16} />}
          onClick={() => (action.accountNeeded ? link.mutate(action.integrationId) : choose(action))}
        >
          {action.label}
        </Menu.Item>
      ))}
    </>
  )
}

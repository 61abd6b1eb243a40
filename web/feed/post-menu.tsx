import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconExternalLink, IconLink, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Post } from '../../contract/api/posts.ts'
import { useDeletePost } from '../data/posts.ts'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

interface MenuProps {
  readonly post: Post
  readonly edit: () => void
  readonly alone: boolean
}

/** What can be done with a post, beside answering it. */
export function PostMenu({ post, edit, alone }: MenuProps) {
  const say = useSay()
  return (
    <Menu width={240}>
      <Menu.Target>
        <ActionIcon aria-label={say('feed.post.menu', { name: post.author.name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => copyAddress(post.id, say('feed.post.copied'))}>
          {say('feed.post.copy')}
        </Menu.Item>
        {!alone && (
          <Menu.Item leftSection={<IconExternalLink size={16} />} component={Link} to={`/posts/${post.id}`}>
            {say('feed.post.open')}
          </Menu.Item>
        )}
        {post.may.edit && (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
            {say('feed.post.edit')}
          </Menu.Item>
        )}
        {post.may.delete && <DeleteItem post={post} alone={alone} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function DeleteItem({ post, alone }: { post: Post; alone: boolean }) {
  const say = useSay()
  const navigate = useNavigate()
  const { remove, undo } = useDeletePost(post)
  const gone = () => {
    toast(say('feed.post.deleted'), { label: say('shell.undo'), run: undo })
    if (alone) void navigate({ to: `/groups/${post.group.id}` })
  }
  return (
    <Menu.Item
      color="red"
      leftSection={<IconTrash size={16} />}
      onClick={() => remove.mutate(undefined, { onSuccess: gone })}
    >
      {say('feed.post.delete')}
    </Menu.Item>
  )
}

async function copyAddress(postId: string, said: string): Promise<void> {
  const address = new URL(`/posts/${postId}`, location.origin).href
  try {
    await navigator.clipboard.writeText(address)
  } catch {
    // Without https the clipboard is closed to pages; an old way through a chosen field is still open.
    copyThroughField(address)
  }
  toast(said)
}

function copyThroughField(text: string): void {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

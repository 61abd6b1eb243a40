import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import type { Comment } from '../../contract/api/posts.ts'
import { useDeleteComment } from '../data/comments.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { useSay } from '../ui/words.tsx'

export function CommentMenu({ comment, edit }: { comment: Comment; edit: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useDeleteComment(comment)
  const { may } = comment
  if (!may.edit && !may.delete) return null
  const askAndDelete = async () => {
    const sure = await confirm({
      title: say('feed.comment.delete.title'),
      body: say('feed.comment.delete.body'),
      action: say('feed.comment.delete'),
      danger: true,
    })
    if (sure) remove.mutate()
  }
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon size="sm" ml="auto" aria-label={say('feed.comment.menu', { name: comment.author.name })}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {may.edit && (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
            {say('feed.comment.edit')}
          </Menu.Item>
        )}
        {may.delete && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={askAndDelete}>
            {say('feed.comment.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

import { ActionIcon } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import type { Comment } from '../../contract/api/posts.ts'
import { useDeleteComment } from '../data/comments.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
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
  const entries: (MenuEntry | false)[] = [
    may.edit && { label: say('feed.comment.edit'), icon: <IconPencil size={16} />, onClick: edit },
    may.delete && {
      label: say('feed.comment.delete'),
      icon: <IconTrash size={16} />,
      onClick: askAndDelete,
      danger: true,
    },
  ]
  return (
    <MenuButton
      button={
        <ActionIcon size={24} ml="auto" aria-label={say('feed.comment.menu', { name: comment.author.name })}>
          <IconDots size={15} />
        </ActionIcon>
      }
      width={200}
      entries={entries.filter(entry => entry !== false)}
    />
  )
}

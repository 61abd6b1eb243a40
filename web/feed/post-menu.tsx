import { ActionIcon } from '@mantine/core'
import { IconDots, IconExternalLink, IconFlag, IconLink, IconPencil, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { PostAction } from '../../contract/api/linking.ts'
import type { Post } from '../../contract/api/posts.ts'
import { useMe } from '../data/me.ts'
import { useDeletePost } from '../data/posts.ts'
import { later } from '../ui/later.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import { copyAddress } from './copy-address.ts'

const PostActionEntries = later(async () => (await import('./post-action-entries.tsx')).PostActionEntries)
const ReportDialog = later(async () => (await import('./report-dialog.tsx')).ReportDialog)
const ActionDialog = later(async () => (await import('./action-dialog.tsx')).ActionDialog)

interface MenuProps {
  readonly post: Post
  readonly edit: () => void
  readonly alone: boolean
}

/** What can be done with a post, beside answering it. */
export function PostMenu({ post, edit, alone }: MenuProps) {
  const say = useSay()
  const remove = useDelete(post, alone)
  const [action, setAction] = useState<PostAction>()
  const [reporting, setReporting] = useState(false)
  const { memberId } = useMe()
  const copy = async () => {
    await copyAddress(`/posts/${post.id}`)
    toast(say('feed.post.copied'))
  }
  const entries: (MenuEntry | false)[] = [
    { label: say('feed.post.copy'), icon: <IconLink size={16} />, onClick: copy },
    !alone && { label: say('feed.post.open'), icon: <IconExternalLink size={16} />, to: `/posts/${post.id}` },
    post.may.edit && { label: say('feed.post.edit'), icon: <IconPencil size={16} />, onClick: edit },
    post.author.id !== memberId && {
      label: say('moderation.report'),
      icon: <IconFlag size={16} />,
      onClick: () => setReporting(true),
    },
    post.may.delete && {
      label: say('feed.post.delete'),
      icon: <IconTrash size={16} />,
      onClick: remove,
      danger: true,
    },
  ]
  return (
    <>
      <MenuButton
        button={
          <ActionIcon aria-label={say('feed.post.menu', { name: post.author.name })}>
            <IconDots size={18} />
          </ActionIcon>
        }
        width={250}
        entries={entries.filter(entry => entry !== false)}
        more={<PostActionEntries post={post} choose={setAction} />}
      />
      {reporting && <ReportDialog subjectId={post.id} onClose={() => setReporting(false)} />}
      {action && <ActionDialog place={{ postId: post.id }} action={action} onClose={() => setAction(undefined)} />}
    </>
  )
}

/** Gone at once, with ten seconds to take it back. */
function useDelete(post: Post, alone: boolean): () => void {
  const say = useSay()
  const navigate = useNavigate()
  return useDeletePost(post, undo => {
    toast(say('feed.post.deleted'), { label: say('shell.undo'), run: undo })
    if (alone) void navigate({ to: `/groups/${post.group.id}` })
  })
}

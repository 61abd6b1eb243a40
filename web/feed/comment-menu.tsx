import { ActionIcon } from '@mantine/core'
import { IconDots, IconFlag, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Comment } from '../../contract/api/posts.ts'
import { useDeleteComment } from '../data/comments.ts'
import { useMe } from '../data/me.ts'
import { later } from '../ui/later.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

const ReportDialog = later(async () => (await import('./report-dialog.tsx')).ReportDialog)

/** What can be done with a comment. Deleting it is done at once, with ten seconds to take it back. */
export function CommentMenu({ comment, edit }: { comment: Comment; edit: () => void }) {
  const say = useSay()
  const remove = useDeleteComment(comment, undo =>
    toast(say('feed.comment.gone'), { label: say('shell.undo'), run: undo }),
  )
  const { may } = comment
  const [reporting, setReporting] = useState(false)
  const strange = comment.author.id !== useMe().memberId
  if (!may.edit && !may.delete && !strange) return null
  const entries: (MenuEntry | false)[] = [
    may.edit && { label: say('feed.comment.edit'), icon: <IconPencil size={16} />, onClick: edit },
    strange && {
      label: say('moderation.report'),
      icon: <IconFlag size={16} />,
      onClick: () => setReporting(true),
    },
    may.delete && {
      label: say('feed.comment.delete'),
      icon: <IconTrash size={16} />,
      onClick: remove,
      danger: true,
    },
  ]
  return (
    <>
      <MenuButton
        button={
          <ActionIcon size={24} ml="auto" aria-label={say('feed.comment.menu', { name: comment.author.name })}>
            <IconDots size={15} />
          </ActionIcon>
        }
        width={230}
        entries={entries.filter(entry => entry !== false)}
      />
      {reporting && <ReportDialog subjectId={comment.id} onClose={() => setReporting(false)} />}
    </>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { reactionsTo } from '../data/posts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { MemberRows } from './member-rows.tsx'
import { ReactionMark } from './reaction-mark.tsx'

/** Who reacted, and how. */
export function ReactionsDialog({ subjectId, onClose }: { subjectId: string; onClose: () => void }) {
  const say = useSay()
  const reactions = useInfiniteQuery({ ...reactionsTo(subjectId), staleTime: 0 })
  return (
    <Dialog title={say('feed.reactions.title')} onClose={onClose}>
      <PageFaces query={reactions} empty={<Empty title={say('feed.reactions.none')} />}>
        {items => (
          <MemberRows
            rows={items.map(({ member, kind }) => ({
              member,
              aside: (
                <span role="img" aria-label={say(`feed.reaction.${kind}`)}>
                  <ReactionMark kind={kind} size={20} />
                </span>
              ),
            }))}
          />
        )}
      </PageFaces>
    </Dialog>
  )
}

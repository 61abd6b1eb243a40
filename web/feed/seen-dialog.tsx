import { Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { seenBy } from '../data/posts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { MemberRows } from './member-rows.tsx'

/** Who has seen a post, and when. */
export function SeenDialog({ postId, onClose }: { postId: string; onClose: () => void }) {
  const say = useSay()
  const seen = useInfiniteQuery({ ...seenBy(postId), staleTime: 0 })
  return (
    <Dialog title={say('feed.seen.title')} onClose={onClose}>
      <PageFaces query={seen} empty={<Empty title={say('feed.seen.none')} />}>
        {items => (
          <MemberRows
            rows={items.map(({ member, seenAt }) => ({
              member,
              aside: (
                <Text size="xs" c="dimmed">
                  <Time at={seenAt} />
                </Text>
              ),
            }))}
          />
        )}
      </PageFaces>
    </Dialog>
  )
}

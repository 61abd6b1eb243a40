import { Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { editsOf } from '../data/posts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { PostText } from './post-text.tsx'

/** What a post or comment said before each edit, newest first. */
export function EditsDialog({ subjectId, onClose }: { subjectId: string; onClose: () => void }) {
  const say = useSay()
  const edits = useInfiniteQuery({ ...editsOf(subjectId), staleTime: 0 })
  return (
    <Dialog title={say('feed.edits.title')} size="lg" onClose={onClose}>
      <PageFaces query={edits} empty={<Empty title={say('feed.edits.none')} />}>
        {items => (
          <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {items.map(edit => (
              <li key={edit.editedAt}>
                <Text size="xs" c="dimmed" mb={4}>
                  {say('feed.edits.until', { name: edit.editedBy.name })} <Time at={edit.editedAt} />
                </Text>
                <div className="card" style={{ padding: 'var(--mantine-spacing-sm)' }}>
                  <PostText text={edit.text} whole />
                </div>
              </li>
            ))}
          </Stack>
        )}
      </PageFaces>
    </Dialog>
  )
}

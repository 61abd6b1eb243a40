import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { onePost } from '../data/posts.ts'
import { useAddressPart } from '../ui/address.ts'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { useSay } from '../ui/words.tsx'
import { PostCard } from './post-card.tsx'

/** One post at its permanent address, with its comments. */
export function PostScreen() {
  const say = useSay()
  const post = useQuery(onePost(useAddressPart('postId')))
  if (post.isError && !post.data) return <ScreenRefused error={post.error} again={() => post.refetch()} />
  if (!post.data) return <Skeleton maw={680} mx="auto" height={260} radius="lg" />
  const { author, group } = post.data
  return (
    <Page
      title={say('feed.post.title', { name: author.name })}
      intro={
        <Link to={`/groups/${group.id}`} className="quiet-link">
          {say('feed.post.in', { group: group.name })}
        </Link>
      }
    >
      <PostCard post={post.data} withGroup alone />
    </Page>
  )
}

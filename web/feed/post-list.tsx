import { Skeleton, Stack } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Post } from '../../contract/api/posts.ts'
import type { Pages } from '../data/query.ts'
import { PageFaces } from '../ui/list-faces.tsx'
import { PostCard } from './post-card.tsx'

interface ListProps {
  readonly query: UseInfiniteQueryResult<Pages<Post>>
  readonly withGroup?: boolean
  readonly empty: ReactNode
}

/** A feed. `j` and `k` go from post to post, Enter opens the one that has the focus. */
export function PostList({ query, withGroup = false, empty }: ListProps) {
  const navigate = useNavigate()
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ])
  const open = (event: KeyboardEvent) => {
    const { post } = (event.target as HTMLElement).dataset
    if (event.key === 'Enter' && post) void navigate({ to: `/posts/${post}` })
  }
  return (
    <PageFaces query={query} empty={empty} loading={<SkeletonPosts />}>
      {posts => (
        <Stack gap="md" onKeyDown={open}>
          {posts.map(post => (
            <PostCard key={post.id} post={post} withGroup={withGroup} />
          ))}
        </Stack>
      )}
    </PageFaces>
  )
}

/** From the post that has the focus, or else from the first one on the screen. */
function step(by: 1 | -1): void {
  const posts = [...document.querySelectorAll<HTMLElement>('[data-post]')]
  const focused = posts.findIndex(post => post.contains(document.activeElement))
  const top = posts.findIndex(post => post.getBoundingClientRect().bottom > 80)
  const next = focused < 0 ? Math.max(0, top) : focused + by
  const post = posts[Math.min(Math.max(0, next), posts.length - 1)]
  post?.focus({ preventScroll: true })
  post?.scrollIntoView({ block: 'nearest' })
}

function SkeletonPosts() {
  return (
    <Stack gap="md" aria-hidden="true">
      {[120, 180, 90].map(height => (
        <div key={height} className="card" style={{ padding: 'var(--mantine-spacing-md)' }}>
          <Skeleton height={40} width="45%" mb="md" />
          <Skeleton height={height} />
        </div>
      ))}
    </Stack>
  )
}

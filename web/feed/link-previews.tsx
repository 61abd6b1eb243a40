import { Skeleton } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Post } from '../../contract/api/posts.ts'
import { previewOf } from '../data/previews.ts'
import { useSay } from '../ui/words.tsx'
import { PreviewCard } from './preview-card.tsx'
import classes from './previews.module.css'

/** A card for each link of a post, made for this reader; at most three are asked for. */
export function LinkPreviews({ post }: { post: Post }) {
  const shown = post.links.map((link, place) => ({ ...link, place })).filter(link => !link.hidden)
  if (shown.length === 0) return null
  return (
    <div className={classes.cards}>
      {shown.slice(0, 3).map(link => (
        <LinkPreview key={link.url} post={post} url={link.url} place={link.place} />
      ))}
    </div>
  )
}

/** Asks when it comes into view; holds its height meanwhile, so that nothing jumps. */
function LinkPreview({ post, url, place }: { post: Post; url: string; place: number }) {
  const say = useSay()
  const { ref, inViewport } = useInViewport()
  const found = useQuery({ ...previewOf(post.id, place), enabled: inViewport })
  return (
    <div ref={ref}>
      {found.data ? (
        <PreviewCard
          preview={found.data}
          url={url}
          subjectId={post.id}
          groupId={post.group.id}
          place={place}
          mayHide={post.may.hidePreview}
        />
      ) : (
        !found.isError && (
          <div role="status" aria-label={say('previews.loading')} aria-busy={inViewport}>
            <Skeleton className={classes.waiting} />
          </div>
        )
      )}
    </div>
  )
}

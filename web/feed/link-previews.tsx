import { Skeleton } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Comment, Post } from '../../contract/api/posts.ts'
import { previewOf } from '../data/previews.ts'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { PreviewCard } from './preview-card.tsx'
import classes from './previews.module.css'

interface LinksProps {
  /** What the links stand in. */
  readonly of: Post | Comment
  readonly groupId: string
}

/** A card for each link of a post or comment, made for this reader; at most three are asked for. */
export function LinkPreviews({ of, groupId }: LinksProps) {
  const shown = of.links.map((link, place) => ({ ...link, place })).filter(link => !link.hidden)
  if (shown.length === 0) return null
  return (
    <div className={classes.cards}>
      {shown.slice(0, 3).map(link => (
        <LinkPreview key={link.url} of={of} groupId={groupId} url={link.url} place={link.place} />
      ))}
    </div>
  )
}

/** Asks when it comes into view; holds its height meanwhile, so that nothing jumps. */
function LinkPreview({ of, groupId, url, place }: LinksProps & { url: string; place: number }) {
  const say = useSay()
  const { ref, inViewport } = useInViewport()
  const found = useQuery({ ...previewOf(of.id, place), enabled: inViewport })
  return (
    <div ref={ref}>
      {found.data ? (
        <PreviewCard
          preview={found.data}
          url={url}
          subjectId={of.id}
          groupId={groupId}
          place={place}
          mayHide={of.may.hidePreview}
        />
      ) : found.isError ? (
        <Refused error={found.error} again={() => void found.refetch()} />
      ) : (
        <div role="status" aria-label={say('previews.loading')} aria-busy={inViewport}>
          <Skeleton className={classes.waiting} />
        </div>
      )}
    </div>
  )
}

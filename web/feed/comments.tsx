import { useInfiniteQuery } from '@tanstack/react-query'
import type { Comment, Post } from '../../contract/api/posts.ts'
import { commentsOf } from '../data/comments.ts'
import { PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { CommentBox } from './comment-box.tsx'
import { CommentItem } from './comment-item.tsx'
import classes from './feed.module.css'

interface CommentsProps {
  readonly post: Post
  /** The reader pressed "Comment": the box has the focus. */
  readonly writing: boolean
}

/** Comments of a post, oldest first, each with its replies; and the box for one's own. */
export function Comments({ post, writing }: CommentsProps) {
  const say = useSay()
  const comments = useInfiniteQuery(commentsOf(post.id))
  return (
    <section className={classes.comments} aria-label={say('feed.comments')}>
      <PageFaces
        query={comments}
        loading={<SkeletonLines count={Math.min(post.commentCount, 3)} height={52} />}
        empty={null}
      >
        {items => (
          <ul className={classes.replies}>
            {threads(items).map(({ comment, replies }) => (
              <CommentItem key={comment.id} comment={comment} replies={replies} post={post} />
            ))}
          </ul>
        )}
      </PageFaces>
      {post.may.comment && <CommentBox post={post} autoFocus={writing} />}
    </section>
  )
}

interface Thread {
  readonly comment: Comment
  readonly replies: Comment[]
}

/** Pages hold comments and replies in one order of time; a comment read twice at the edge of two pages counts once. */
function threads(items: Comment[]): Thread[] {
  const all = new Map(items.map(item => [item.id, item]))
  const sorted = [...all.values()].sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
  return sorted
    .filter(one => !one.parentId)
    .map(comment => ({ comment, replies: sorted.filter(one => one.parentId === comment.id) }))
}

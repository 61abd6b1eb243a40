import type { Event } from '../../domain/events/event.ts'
import { openGroups } from '../../domain/groups/groups.sql.ts'
import { type NotificationRow, notificationsById, unreadOf } from '../../domain/notifications/notifications.sql.ts'
import { type CommentRow, commentsForAll } from '../../domain/posts/comments.sql.ts'
import { type PostRow, postsForAll } from '../../domain/posts/posts.sql.ts'

/** What a batch of events speaks of, read once for all who follow. */
export interface Hydrated {
  readonly posts: ReadonlyMap<string, PostRow>
  readonly comments: ReadonlyMap<string, CommentRow>
  readonly notifications: ReadonlyMap<string, NotificationRow & { unread: number }>
  /** Groups of the batch that everyone in the community may read. */
  readonly open: ReadonlySet<string>
}

/** `following` are the members with an open stream: only their notifications are read. */
export async function hydrate(events: readonly Event[], following: ReadonlySet<string>): Promise<Hydrated> {
  const ids = (topic: Event['topic']): string[] => [
    ...new Set(events.filter(event => event.topic === topic && event.verb !== 'deleted').map(event => event.subjectId)),
  ]
  const groupIds = [...new Set(events.flatMap(event => event.groupId ?? []))]
  const [posts, comments, notifications, open] = await Promise.all([
    ids('post').length > 0 ? postsForAll(ids('post')) : [],
    ids('comment').length > 0 ? commentsForAll(ids('comment')) : [],
    readNotifications(
      events.filter(event => event.topic === 'notification' && following.has(String(event.data.memberId))),
    ),
    groupIds.length > 0 ? openGroups(groupIds) : [],
  ])
  return {
    posts: byId(posts),
    comments: byId(comments),
    notifications: byId(notifications),
    open: new Set(open.map(row => row.id)),
  }
}

async function readNotifications(events: readonly Event[]): Promise<(NotificationRow & { unread: number })[]> {
  const communities = new Map<string, string[]>()
  for (const event of events)
    communities.set(event.communityId, [...(communities.get(event.communityId) ?? []), event.subjectId])
  const read = [...communities].map(async ([communityId, ids]) => {
    const rows = await notificationsById(communityId, ids)
    const unread = new Map(
      await Promise.all(
        [...new Set(rows.map(row => row.member_id))].map(async id => [id, await unreadOf(communityId, id)] as const),
      ),
    )
    return rows.map(row => ({ ...row, unread: unread.get(row.member_id) ?? 0 }))
  })
  return (await Promise.all(read)).flat()
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map(row => [row.id, row]))

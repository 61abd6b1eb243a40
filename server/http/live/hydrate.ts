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
  const of = (topic: Event['topic']): Event[] =>
    events.filter(event => event.topic === topic && event.verb !== 'deleted')
  const groupIds = [...new Set(events.flatMap(event => event.groupId ?? []))]
  const [posts, comments, notifications, open] = await Promise.all([
    inEach(of('post'), postsForAll),
    inEach(of('comment'), commentsForAll),
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

/** Reads what these events are about, community by community: every key leads with it. */
async function inEach<Row>(
  events: readonly Event[],
  read: (communityId: string, ids: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const communities = new Map<string, Set<string>>()
  for (const { communityId, subjectId } of events)
    communities.set(communityId, (communities.get(communityId) ?? new Set()).add(subjectId))
  return (await Promise.all([...communities].map(([communityId, ids]) => read(communityId, [...ids])))).flat()
}

const readNotifications = (events: readonly Event[]): Promise<(NotificationRow & { unread: number })[]> =>
  inEach(events, async (communityId, ids) => {
    const rows = await notificationsById(communityId, ids)
    const unread = new Map(
      await Promise.all(
        [...new Set(rows.map(row => row.member_id))].map(async id => [id, await unreadOf(communityId, id)] as const),
      ),
    )
    return rows.map(row => ({ ...row, unread: unread.get(row.member_id) ?? 0 }))
  })

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map(row => [row.id, row]))

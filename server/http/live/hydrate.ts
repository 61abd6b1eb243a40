import type { ReactionKind } from '../../../contract/api/posts.ts'
import type { Person } from '../../domain/access/actor.ts'
import { audienceOf, type FactsFor } from '../../domain/access/audience.sql.ts'
import type { Event } from '../../domain/events/event.ts'
import { type NotificationRow, notificationsById, unreadOfEach } from '../../domain/notifications/notifications.sql.ts'
import { type CommentRow, commentsForAll } from '../../domain/posts/comments.sql.ts'
import { mutesOf } from '../../domain/posts/mutes.sql.ts'
import { type PostRow, postsForAll } from '../../domain/posts/posts.sql.ts'
import { countsNow, reactionsBy } from '../../domain/posts/reactions.sql.ts'

/** What a batch of one community's events speaks of, read once for all who follow. */
export interface Hydrated {
  readonly posts: ReadonlyMap<string, PostRow>
  readonly comments: ReadonlyMap<string, CommentRow>
  readonly counts: ReadonlyMap<string, Record<string, number>>
  readonly notifications: ReadonlyMap<string, NotificationRow & { unread: number }>
  readonly facts: FactsFor
  mine(subjectId: string, memberId: string): ReactionKind | null
  /** Does this reader not want to hear of what an integration writes in the group? */
  muted(post: PostRow, memberId: string): boolean
}

/**
 * Reads content first and rights after it, so that no one is given what was written when they had lost the right to read: rights taken
 * away before the content was written are missing by then.
 */
export async function hydrate(
  communityId: string,
  events: readonly Event[],
  readers: readonly Person[],
): Promise<Hydrated> {
  const memberIds = [...new Set(readers.map(reader => reader.memberId))]
  const content = await readContent(communityId, events, new Set(memberIds))
  const reacted = [...content.posts.values(), ...content.comments.values()].filter(row => row.counts !== null)
  const groupIds = [...new Set(events.flatMap(event => event.groupId ?? []))]
  const [facts, own, mutes] = await Promise.all([
    audienceOf(communityId, groupIds, memberIds),
    reactionsBy(
      communityId,
      reacted.map(row => row.id),
      memberIds,
    ),
    unlessNone([...new Set([...content.posts.values()].flatMap(row => row.installation_id ?? []))], installations =>
      mutesOf(communityId, groupIds, installations),
    ),
  ])
  const deaf = new Set(mutes.map(row => `${row.group_id} ${row.installation_id} ${row.member_id}`))
  const mine = new Map(own.map(row => [`${row.subject_id} ${row.member_id}`, row.kind]))
  return {
    ...content,
    facts,
    mine: (subjectId, memberId) => mine.get(`${subjectId} ${memberId}`) ?? null,
    muted: (post, memberId) => deaf.has(`${post.group_id} ${post.installation_id} ${memberId}`),
  }
}

async function readContent(communityId: string, events: readonly Event[], memberIds: ReadonlySet<string>) {
  const about = (topic: Event['topic']): string[] => [
    ...new Set(
      events.flatMap(event =>
        event.topic === topic && event.verb !== 'deleted' && concerns(event, memberIds) ? event.subjectId : [],
      ),
    ),
  ]
  const [posts, comments, counts, notifications] = await Promise.all([
    unlessNone(about('post'), ids => postsForAll(communityId, ids)),
    unlessNone(about('comment'), ids => commentsForAll(communityId, ids)),
    unlessNone(about('reaction'), ids => countsNow(communityId, ids)),
    unlessNone(about('notification'), ids => readNotifications(communityId, ids)),
  ])
  return {
    posts: byId(posts),
    comments: byId(comments),
    counts: new Map(counts.map(row => [row.id, row.counts ?? {}])),
    notifications: byId(notifications),
  }
}

/** A notification is read only for somebody who follows. */
const concerns = (event: Event, memberIds: ReadonlySet<string>): boolean =>
  event.topic !== 'notification' || memberIds.has(String(event.data.memberId))

async function readNotifications(communityId: string, ids: readonly string[]) {
  const found = await notificationsById(communityId, ids)
  const unread = await unreadOfEach(
    communityId,
    found.map(row => row.member_id),
  )
  return found.map(row => ({ ...row, unread: unread.get(row.member_id) ?? 0 }))
}

const unlessNone = async <Row>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> => (ids.length > 0 ? read(ids) : [])

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map(row => [row.id, row]))

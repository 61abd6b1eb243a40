import type { GroupRole } from '../../../contract/api/groups.ts'
import type { LiveFrame } from '../../../contract/api/live.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import type { Person } from '../../domain/access/actor.ts'
import type { Event } from '../../domain/events/event.ts'
import { presentNotification } from '../../domain/notifications/present-notification.ts'
import { presentComment } from '../../domain/posts/present-comment.ts'
import { presentPost } from '../../domain/posts/present-post.ts'
import { readerOf } from '../../domain/posts/reader-of.ts'
import type { Hydrated } from './hydrate.ts'

/** What a reader is while their stream is open; kept in step with the log by the log itself. */
export interface Following {
  readonly actor: Person
  readonly memberships: Map<string, GroupRole>
}

/** The frame that this event is for this reader, if it is one. */
export function frameFor({ actor, memberships }: Following, event: Event, read: Hydrated): LiveFrame | undefined {
  if (event.communityId !== actor.communityId) return undefined
  if (event.topic === 'notification') return notification(actor, event, read)
  if (event.topic === 'installation') return { type: 'integrations' }
  if (event.topic === 'linked_account') return event.data.memberId === actor.memberId ? { type: 'me' } : undefined
  if (event.topic === 'member') return event.subjectId === actor.memberId ? { type: 'me' } : undefined
  if (event.topic === 'membership' && event.subjectId === actor.memberId)
    return { type: 'groups', groupId: event.groupId ?? '' }
  const { groupId } = event
  if (!groupId || !(memberships.has(groupId) || read.open.has(groupId))) return undefined
  return inGroup(actor, memberships.get(groupId) ?? null, event, groupId, read)
}

function inGroup(
  actor: Person,
  role: GroupRole | null,
  event: Event,
  groupId: string,
  read: Hydrated,
): LiveFrame | undefined {
  const { subjectId, verb } = event
  if (event.topic === 'group') return { type: 'groups', groupId }
  if (event.topic === 'post') {
    const row = read.posts.get(subjectId)
    if (verb === 'deleted') return { type: 'post_deleted', postId: subjectId, groupId }
    return (
      row && {
        type: 'post',
        verb: verb === 'created' ? 'created' : 'edited',
        post: presentPost({ ...row, my_role: role }, readerOf(actor)),
      }
    )
  }
  if (event.topic === 'comment') {
    const row = read.comments.get(subjectId)
    if (verb === 'deleted') return { type: 'comment_deleted', commentId: subjectId, postId: String(event.data.postId) }
    return (
      row && {
        type: 'comment',
        verb: verb === 'created' ? 'created' : 'edited',
        groupId,
        comment: presentComment({ ...row, my_role: role }, readerOf(actor)),
      }
    )
  }
  if (event.topic !== 'reaction') return undefined
  const { by, kind, counts } = event.data as { by: string; kind: ReactionKind | null; counts: Record<string, number> }
  return { type: 'reactions', subjectId, counts, by, kind }
}

function notification(actor: Person, event: Event, read: Hydrated): LiveFrame | undefined {
  const row = event.data.memberId === actor.memberId ? read.notifications.get(event.subjectId) : undefined
  return row && { type: 'notification', notification: presentNotification(row), unread: row.unread }
}

/** Brings what is known of the reader in step with an event; answers false where the stream must end. */
export function stepWith({ actor, memberships }: Following, event: Event): boolean {
  if (event.topic === 'session' && event.subjectId === actor.sessionId) return false
  if (event.communityId !== actor.communityId || event.subjectId !== actor.memberId) return true
  if (event.topic === 'member' && event.data.active === false) return false
  if (event.topic === 'membership' && event.groupId) {
    if (event.verb === 'deleted') memberships.delete(event.groupId)
    else memberships.set(event.groupId, memberships.get(event.groupId) ?? 'member')
  }
  return true
}

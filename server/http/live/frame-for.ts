import type { LiveFrame } from '../../../contract/api/live.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import type { Person } from '../../domain/access/actor.ts'
import { mayInCommunity } from '../../domain/access/may.ts'
import { type GroupAction, groupRules } from '../../domain/access/rules.ts'
import type { Event } from '../../domain/events/event.ts'
import { presentNotification } from '../../domain/notifications/present-notification.ts'
import { presentComment } from '../../domain/posts/present-comment.ts'
import { presentPost } from '../../domain/posts/present-post.ts'
import { readerOf } from '../../domain/posts/reader-of.ts'
import type { Hydrated } from './hydrate.ts'

type MakeFrame = (person: Person, event: Event, read: Hydrated) => LiveFrame | undefined

/** The frame that this event is for this reader, if it is one. */
export const frameFor: MakeFrame = (person, event, read) => makers[event.topic](person, event, read)

const makers: Readonly<Record<Event['topic'], MakeFrame>> = {
  post: (person, event, read) => inGroup(person, event, read, post),
  comment: (person, event, read) => inGroup(person, event, read, comment),
  reaction: (person, event, read) => inGroup(person, event, read, reactions),
  group: (person, event, read) => (sees(person, event, read) ? groups(event) : undefined),
  membership: (person, event, read) =>
    event.subjectId === person.memberId || (may('group.moderate', person, event, read) && belongs(person, event, read))
      ? groups(event)
      : undefined,
  notification: (person, event, read) => {
    const row = event.data.memberId === person.memberId ? read.notifications.get(event.subjectId) : undefined
    return row && { type: 'notification', notification: presentNotification(row), unread: row.unread }
  },
  installation: () => ({ type: 'integrations' }),
  linked_account: (person, event) => (event.data.memberId === person.memberId ? { type: 'me' } : undefined),
  member: (person, event) => (event.subjectId === person.memberId ? { type: 'me' } : undefined),
  session: () => undefined,
  event: () => undefined,
  report: () => undefined,
  request: (person, event) =>
    mayInCommunity(person, 'integrations.manage') ||
    (event.data.memberIds as readonly string[] | undefined)?.includes(person.memberId)
      ? { type: 'requests' }
      : undefined,
  message: (person, event) =>
    (event.data.memberIds as readonly string[] | undefined)?.includes(person.memberId)
      ? { type: 'threads', threadId: String(event.data.conversationId) }
      : undefined,
}

/** What is said in a group is for those who may read it. */
const inGroup = (person: Person, event: Event, read: Hydrated, make: MakeFrame): LiveFrame | undefined =>
  may('group.read', person, event, read) ? make(person, event, read) : undefined

const post: MakeFrame = (person, event, read) => {
  const { subjectId, groupId = '' } = event
  if (event.verb === 'deleted') return { type: 'post_deleted', postId: subjectId, groupId }
  const row = read.posts.get(subjectId)
  if (!row) return undefined
  const role = read.facts(person, groupId)?.membership ?? null
  const mine = read.mine(subjectId, person.memberId)
  return {
    type: 'post',
    verb: event.verb === 'created' ? 'created' : 'edited',
    post: presentPost({ ...row, my_role: role, mine }, readerOf(person)),
    home: role !== null && !row.group_archived && !read.muted(row, person.memberId),
  }
}

const comment: MakeFrame = (person, event, read) => {
  const { subjectId, groupId = '' } = event
  if (event.verb === 'deleted')
    return { type: 'comment_deleted', commentId: subjectId, postId: String(event.data.postId) }
  const row = read.comments.get(subjectId)
  if (!row) return undefined
  const role = read.facts(person, groupId)?.membership ?? null
  const mine = read.mine(subjectId, person.memberId)
  return {
    type: 'comment',
    verb: event.verb === 'created' ? 'created' : 'edited',
    groupId,
    comment: presentComment({ ...row, my_role: role, mine }, readerOf(person)),
  }
}

/** Counts are those of now: two who react at once each saw the world without the other. */
const reactions: MakeFrame = (_, event, read) => {
  const counts = read.counts.get(event.subjectId)
  const { by, kind } = event.data as { by: string; kind: ReactionKind | null }
  return counts && { type: 'reactions', subjectId: event.subjectId, counts, by, kind }
}

const groups = (event: Event): LiveFrame => ({ type: 'groups', groupId: event.groupId ?? event.subjectId })

/** Who sees the group, and who saw it until this change made it secret. */
const sees = (person: Person, event: Event, read: Hydrated): boolean =>
  may('group.see', person, event, read) || event.data.wasSecret === false

const belongs = (person: Person, event: Event, read: Hydrated): boolean =>
  (read.facts(person, event.groupId ?? '')?.membership ?? null) !== null

function may(action: GroupAction, person: Person, event: Event, read: Hydrated): boolean {
  const facts = read.facts(person, event.groupId ?? '')
  return facts !== undefined && groupRules[action](facts)
}

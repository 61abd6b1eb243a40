import type { GroupRole } from '../../../../contract/api/groups.ts'
import { eventsInGroups } from '../../../domain/calendar/events.sql.ts'
import {
  countMembersOfGroups,
  formerMembersOfGroups,
  type GroupMemberProfile,
  groupDetails,
  membersOfGroups,
  requestsOfGroups,
} from '../../../domain/groups/group-pages.sql.ts'
import { docsInGroups } from '../../../domain/knowledge/docs.ts'
import { postsInGroups } from '../../../domain/posts/post-pages.sql.ts'
import type { Cut } from '../../../platform/pages.ts'
import type { Asked } from '../asked.ts'
import type { Field } from '../fields.ts'
import { unixSeconds } from '../formats.ts'
import { asText } from '../lenient.ts'
import { type Edge, edge } from '../node.ts'
import { docs } from '../nodes/doc.ts'
import { events } from '../nodes/event.ts'
import { members } from '../nodes/member.ts'
import { posts } from '../nodes/post.ts'
import { nothing } from '../nothing.ts'
import type { RowPage } from '../paging.ts'
import { pictureEdge } from '../picture.ts'
import { partsIn } from '../post-parts.ts'
import { createDoc } from '../writes/docs.ts'
import { createEvent } from '../writes/events.ts'
import { addMember, demoteAdmin, promoteAdmin, removeMember } from '../writes/group-members.ts'
import { createPost } from '../writes/posts.ts'
import { byId } from './community-edges.ts'

export const withTotals = <Row>(pages: Map<string, Cut<Row>>, totals: ReadonlyMap<string, number> | undefined) =>
  new Map<string, RowPage<Row>>(
    [...pages].map(([parent, page]) => [parent, { ...page, ...(totals && { total: totals.get(parent) ?? 0 }) }]),
  )

const own = {
  administrator: (row: GroupMemberProfile) => row.group_role === 'admin',
  joined: (row: GroupMemberProfile) => unixSeconds(row.joined_at),
}

const seats = (path: string, role: GroupRole | undefined, changes: Pick<Edge, 'create' | 'remove'> = {}): Edge =>
  edge(path, {
    needs: ['read_members', 'manage_groups'],
    to: members,
    own,
    ownByDefault: ['administrator'],
    pages: async (call, parents, asked) => {
      const { bot } = call.caller
      const pages = await membersOfGroups(bot, parents, role, byId(asked))
      return withTotals(pages, asked.summary ? await countMembersOfGroups(bot, parents, role) : undefined)
    },
    cursorOf: row => row.id,
    ...changes,
  })

/** Newest first, unless it is asked for the other way round, or by the last comment. */
const feedOrder = (asked: Asked, fields: readonly Field[] | undefined) => ({
  parts: partsIn(fields),
  byActivity: asText(asked.params.sorting_setting)?.toUpperCase() === 'RECENT_ACTIVITY',
  since: asked.since,
  until: asked.until,
})

export const feedEdge: Edge = edge('feed', {
  needs: ['read_content'],
  to: posts,
  pages: (call, parents, asked, fields) =>
    postsInGroups(call.caller.bot, parents, feedOrder(asked, fields), {
      limit: asked.limit,
      after: asked.after,
      before: asked.before,
      ascending: asked.order === 'chronological',
    }),
  cursorOf: row => row.key,
  create: createPost,
})

export const groupEdges: Readonly<Record<string, Edge>> = {
  feed: feedEdge,
  members: seats('members', undefined, { create: addMember, remove: removeMember }),
  admins: seats('admins', 'admin', { create: promoteAdmin, remove: demoteAdmin }),
  moderators: seats('moderators', 'moderator'),
  member_requests: edge('member_requests', {
    needs: ['manage_groups'],
    to: members,
    pages: (call, parents, asked) => requestsOfGroups(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  former_members: edge('former_members', {
    needs: ['read_members', 'manage_groups'],
    to: members,
    own,
    pages: (call, parents, asked) => formerMembersOfGroups(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  events: edge('events', {
    needs: ['read_content'],
    to: events,
    pages: (call, parents, asked) => eventsInGroups(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
    create: createEvent,
  }),
  docs: edge('docs', {
    needs: ['read_content'],
    to: docs,
    pages: (call, parents, asked) => docsInGroups(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
    create: createDoc,
  }),
  // Groups here stand in no other group.
  groups: nothing(),
  picture: pictureEdge(async (call, id) => (await groupDetails(call.caller.bot, [id]))[0]?.cover_url ?? null),
}

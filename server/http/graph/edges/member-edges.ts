import { permissions } from '../../../../contract/permissions.ts'
import { eventsOfMembers, type Part } from '../../../domain/calendar/events.sql.ts'
import { managersOf, profilesById, reportsOf } from '../../../domain/community/profiles.sql.ts'
import { groupsOfMembers, type MemberGroup } from '../../../domain/groups/group-pages.sql.ts'
import { postsByMembers, postsMentioning } from '../../../domain/posts/post-pages.sql.ts'
import type { Asked } from '../asked.ts'
import type { Field } from '../fields.ts'
import { GraphError, missing } from '../graph-error.ts'
import { asText } from '../lenient.ts'
import { type Edge, edge, type GraphCall } from '../node.ts'
import { events } from '../nodes/event.ts'
import { groups } from '../nodes/group.ts'
import { members } from '../nodes/member.ts'
import { posts } from '../nodes/post.ts'
import { nothing } from '../nothing.ts'
import { pictureEdge } from '../picture.ts'
import { partsIn } from '../post-parts.ts'
import { endEverySession } from '../writes/accounts.ts'
import { byId } from './community-edges.ts'

const feedOf = ({ since, until }: Asked, fields: readonly Field[] | undefined) => ({
  parts: partsIn(fields),
  byActivity: false,
  since,
  until,
})

const parts: readonly Part[] = ['created', 'attending', 'declined', 'maybe', 'not_replied']

/** What somebody has to do with events; a word that is none means the usual: what they attend or made. */
const partIn = (asked: Asked): Part | undefined => {
  const said = asText(asked.params.type)?.toLowerCase()
  return parts.find(part => part === said)
}

/** What somebody wrote in groups that the program may read. There are no timelines here: nobody writes outside a group. */
const written = (path: string): Edge =>
  edge(path, {
    needs: ['read_content'],
    to: posts,
    pages: (call, parents, asked, fields) =>
      postsByMembers(call.caller.bot, parents, feedOf(asked, fields), {
        ...byId(asked),
        ascending: asked.order === 'chronological',
      }),
    cursorOf: row => row.key,
  })

export const memberEdges: Readonly<Record<string, Edge>> = {
  groups: edge('groups', {
    needs: ['read_members', 'manage_groups'],
    to: groups,
    own: { administrator: (row: MemberGroup) => row.administrator },
    pages: (call, parents, asked) => groupsOfMembers(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  managers: edge('managers', {
    needs: ['read_org_chart'],
    to: members,
    pages: (call, parents, asked) => managersOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  reports: edge('reports', {
    needs: ['read_org_chart'],
    to: members,
    pages: (call, parents, asked) => reportsOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  posts: written('posts'),
  // Nobody writes outside a group: a timeline is there for who asks, and nothing stands on it.
  feed: {
    ...nothing(),
    create: async () => {
      throw new GraphError('not_allowed', '(#200) There are no timelines here: post to a group instead')
    },
  },
  tagged: edge('tagged', {
    needs: ['read_content'],
    to: posts,
    pages: (call, parents, asked, fields) =>
      postsMentioning(call.caller.bot, parents, feedOf(asked, fields), {
        ...byId(asked),
        ascending: asked.order === 'chronological',
      }),
    cursorOf: row => row.key,
  }),
  events: edge('events', {
    needs: ['read_content'],
    to: events,
    pages: (call, parents, asked) => eventsOfMembers(call.caller.bot, parents, partIn(asked), byId(asked)),
    cursorOf: row => row.id,
  }),
  picture: pictureEdge(async (call, id) => (await profilesById(call.caller.bot, [id]))[0]?.picture ?? null),
  permissions: {
    needs: [],
    list: async (call, parents) =>
      new Map(parents.map(parent => [parent, { data: parent === call.caller.bot.memberId ? granted(call) : [] }])),
  },
  // The bot of a program is bound to it from the start; old programs ask for it each time.
  subscribed_apps: { needs: [], create: bound },
  logout: { needs: ['end_sessions', 'manage_accounts'], create: endEverySession },
}

const granted = (call: GraphCall): unknown[] =>
  permissions
    .filter(one => one.graph !== null && call.caller.granted.includes(one.id))
    .map(one => ({ permission: one.graph, status: 'granted' }))

async function bound(call: GraphCall, parent: string): Promise<unknown> {
  if (parent !== call.caller.bot.memberId) throw missing(parent, 'post')
  return { success: true }
}

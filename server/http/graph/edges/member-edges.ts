import { permissions } from '../../../../contract/permissions.ts'
import { managersOf, reportsOf } from '../../../domain/community/profiles.sql.ts'
import { groupsOfMembers, type MemberGroup } from '../../../domain/groups/group-pages.sql.ts'
import { postsByMembers } from '../../../domain/posts/post-pages.sql.ts'
import { missing } from '../graph-error.ts'
import { type Edge, edge, type GraphCall } from '../node.ts'
import { groups } from '../nodes/group.ts'
import { members } from '../nodes/member.ts'
import { posts } from '../nodes/post.ts'
import { endEverySession } from '../writes/accounts.ts'
import { byId } from './community-edges.ts'

/** What somebody wrote in groups that the program may read. There are no timelines here: nobody writes outside a group. */
const written = (path: string): Edge =>
  edge(path, {
    needs: ['read_content'],
    to: posts,
    pages: (call, parents, asked) =>
      postsByMembers(
        call.caller.bot,
        parents,
        { byActivity: false, since: asked.since, until: asked.until },
        {
          limit: asked.limit,
          after: asked.after,
          before: asked.before,
          ascending: asked.order === 'chronological',
        },
      ),
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
  permissions: {
    needs: [],
    list: async (call, parents) =>
      new Map(parents.map(parent => [parent, { data: parent === call.caller.bot.memberId ? granted(call) : [] }])),
  },
  // The bot of a program is bound to it from the start; old programs ask for it each time.
  subscribed_apps: { needs: [], create: bound },
  logout: { needs: ['manage_accounts'], create: endEverySession },
}

const granted = (call: GraphCall): unknown[] =>
  permissions
    .filter(one => one.graph !== null && call.caller.granted.includes(one.id))
    .map(one => ({ permission: one.graph, status: 'granted' }))

async function bound(call: GraphCall, parent: string): Promise<unknown> {
  if (parent !== call.caller.bot.memberId) throw missing(parent, 'post')
  return { success: true }
}

import { type Guest, guestsOf, hostsOf, type Reply, silentOf } from '../../../domain/calendar/events.sql.ts'
import { type Edge, edge } from '../node.ts'
import { members } from '../nodes/member.ts'
import { nothing } from '../nothing.ts'
import { noPicture } from '../picture.ts'
import { byId } from './community-edges.ts'

/** Who replied so; whether the list may be seen by guests is for our screens, a program that reads the group reads it. */
const replied = (reply: Reply): Edge =>
  edge(reply, {
    needs: ['read_content'],
    to: members,
    own: { rsvp_status: () => (reply === 'maybe' || reply === 'interested' ? 'unsure' : reply) },
    ownByDefault: ['rsvp_status'],
    pages: (call, parents, asked) => guestsOf(call.caller.bot, parents, reply, byId(asked)),
    cursorOf: row => row.id,
  })

const hosts = (path: 'admins' | 'roles'): Edge =>
  edge(path, {
    needs: ['read_content'],
    to: members,
    own: path === 'roles' ? { role: (_: Guest) => 'ADMIN' } : {},
    ownByDefault: path === 'roles' ? ['role'] : [],
    pages: (call, parents, asked) => hostsOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  })

export const eventEdges: Readonly<Record<string, Edge>> = {
  attending: replied('attending'),
  declined: replied('declined'),
  maybe: replied('maybe'),
  interested: replied('interested'),
  noreply: edge('noreply', {
    needs: ['read_content'],
    to: members,
    own: { rsvp_status: () => 'not_replied' },
    ownByDefault: ['rsvp_status'],
    pages: (call, parents, asked) => silentOf(call.caller.bot, parents, byId(asked)),
    cursorOf: row => row.id,
  }),
  admins: hosts('admins'),
  roles: hosts('roles'),
  picture: noPicture,
  // Nobody comments on an event here: people talk in the group's feed.
  comments: nothing('read_content'),
}

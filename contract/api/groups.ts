import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'

export const Privacy = Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('secret')])
export type Privacy = Static<typeof Privacy>
export const GroupRole = Type.Union([Type.Literal('member'), Type.Literal('moderator'), Type.Literal('admin')])
export type GroupRole = Static<typeof GroupRole>

/** Who lets people in: as the privacy says, any member, or admins and moderators alone. */
export const LetsIn = Type.Union([Type.Literal('privacy'), Type.Literal('anyone'), Type.Literal('admins')])
export type LetsIn = Static<typeof LetsIn>

/** Cover colours: names of our palette, never a value from outside. */
export const covers = ['slate', 'sea', 'moss', 'sun', 'clay', 'plum', 'rose', 'night'] as const
export const Cover = Type.Enum(covers)
export type Cover = (typeof covers)[number]

/** A group as this reader sees it. `standing` is the reader's own: what they are in it, or what is pending. */
export const Group = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  privacy: Privacy,
  cover: Cover,
  archived: Type.Boolean(),
  /** Only its admins post; everybody who reads may comment. */
  adminsPost: Type.Boolean(),
  /** What members write waits until an admin or moderator approves it. */
  approvesPosts: Type.Boolean(),
  letsIn: LetsIn,
  memberCount: Type.Integer(),
  standing: Type.Union([
    Type.Literal('none'),
    Type.Literal('asked'),
    Type.Literal('invited'),
    Type.Literal('member'),
    Type.Literal('moderator'),
    Type.Literal('admin'),
  ]),
  createdAt: Instant,
  may: Type.Object({
    read: Type.Boolean(),
    post: Type.Boolean(),
    /** Writing what waits for approval. */
    propose: Type.Boolean(),
    join: Type.Boolean(),
    ask: Type.Boolean(),
    leave: Type.Boolean(),
    invite: Type.Boolean(),
    manage: Type.Boolean(),
    /** Nobody leads the group any more, and the reader may say who does. */
    appoint: Type.Boolean(),
    moderate: Type.Boolean(),
  }),
})
export type Group = Static<typeof Group>

const GroupForm = {
  name: Type.String({ minLength: 1, maxLength: 80 }),
  description: Type.String({ maxLength: 2_000 }),
  privacy: Privacy,
  cover: Cover,
  adminsPost: Type.Optional(Type.Boolean()),
  approvesPosts: Type.Optional(Type.Boolean()),
  letsIn: Type.Optional(LetsIn),
}

/** `mine`: the reader's groups, by name. `all`: every group they may see. */
export const listGroups = route('GET', '/groups', {
  query: Type.Object({
    ...Paging,
    of: Type.Optional(Type.Union([Type.Literal('mine'), Type.Literal('all')])),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    archived: Type.Optional(Type.Boolean()),
  }),
  answer: page(Group),
})
export const createGroup = route('POST', '/groups', { body: Type.Object(GroupForm), answer: Group })
export const getGroup = route('GET', '/groups/:groupId', { answer: Group })
export const changeGroup = route('PATCH', '/groups/:groupId', {
  body: Type.Partial(Type.Object(GroupForm)),
  answer: Group,
})
export const archiveGroup = route('POST', '/groups/:groupId/archive', { answer: Group })
export const restoreGroup = route('POST', '/groups/:groupId/restore', { answer: Group })

/** Joins an open group; takes up an invitation; where admins let people in, and in a closed one, asks to join. */
export const joinGroup = route('POST', '/groups/:groupId/join', { answer: Group })
/** Leaves, withdraws the question, or declines the invitation; null where the group is not to be seen any more. */
export const leaveGroup = route('POST', '/groups/:groupId/leave', { answer: Type.Object({ group: nullable(Group) }) })

export const GroupMember = Type.Object({ ...MemberRef.properties, role: GroupRole, joinedAt: Instant })
export type GroupMember = Static<typeof GroupMember>
export const listGroupMembers = route('GET', '/groups/:groupId/members', {
  query: Type.Object({ ...Paging, search: Type.Optional(Type.String({ maxLength: 200 })) }),
  answer: page(GroupMember),
})
export const inviteToGroup = route('POST', '/groups/:groupId/members', {
  body: Type.Object({ memberIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  answer: Done,
})
export const changeGroupRole = route('PUT', '/groups/:groupId/members/:memberId', {
  body: Type.Object({ role: GroupRole }),
  answer: GroupMember,
})
/** Gives a group whose last admin lost their seat an admin: one of its members, or the reader. */
export const appointAdmin = route('PUT', '/groups/:groupId/admin', {
  body: Type.Object({ memberId: Id }),
  answer: Group,
})
export const removeFromGroup = route('DELETE', '/groups/:groupId/members/:memberId', { answer: Done })

/** People who asked to join. */
export const GroupRequest = Type.Object({ member: MemberRef, askedAt: Instant })
export const listGroupRequests = route('GET', '/groups/:groupId/requests', {
  query: Type.Object(Paging),
  answer: page(GroupRequest),
})
export const answerGroupRequest = route('PUT', '/groups/:groupId/requests/:memberId', {
  body: Type.Object({ admit: Type.Boolean() }),
  answer: Done,
})

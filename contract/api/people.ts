import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'
import { CommunityRole } from './session.ts'

/** A row of Admin Panel → People. `may` says what the reader may do with this very person. */
export const Person = Type.Object({
  id: Id,
  name: Type.String(),
  email: nullable(Type.String()),
  title: nullable(Type.String()),
  department: nullable(Type.String()),
  picture: nullable(Type.String()),
  role: CommunityRole,
  state: Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('deactivated')]),
  joinedAt: Instant,
  lastSeenAt: nullable(Instant),
  may: Type.Object({
    changeRole: Type.Boolean(),
    deactivate: Type.Boolean(),
    restore: Type.Boolean(),
    resetLink: Type.Boolean(),
  }),
})
export type Person = Static<typeof Person>

export const listPeople = route('GET', '/people', {
  query: Type.Object({
    ...Paging,
    search: Type.Optional(Type.String({ maxLength: 200 })),
    state: Type.Optional(Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('deactivated')])),
  }),
  answer: page(Person),
})

/** A link to hand over. It is shown once; with SMTP it has also been mailed (`mailed`). */
export const HandedLink = Type.Object({ person: Person, link: Type.String(), mailed: Type.Boolean(), endsAt: Instant })
export type HandedLink = Static<typeof HandedLink>

export const invitePerson = route('POST', '/people', {
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' }),
    role: CommunityRole,
  }),
  answer: HandedLink,
})
export const changeRole = route('PUT', '/people/:memberId/role', {
  body: Type.Object({ role: CommunityRole }),
  answer: Person,
})
export const deactivatePerson = route('POST', '/people/:memberId/deactivate', { answer: Person })
export const restorePerson = route('POST', '/people/:memberId/restore', { answer: Person })
/** A fresh invitation link while the person has not joined, else a password reset link. */
export const makeLink = route('POST', '/people/:memberId/link', { answer: HandedLink })

/** Anybody's public page: who is this. */
export const Profile = Type.Object({
  ...MemberRef.properties,
  department: nullable(Type.String()),
  active: Type.Boolean(),
  groups: Type.Array(Type.Object({ id: Id, name: Type.String(), cover: Type.String() })),
})
export type Profile = Static<typeof Profile>
export const getProfile = route('GET', '/members/:memberId', { answer: Profile })

/** Completes an @mention: people (and mentionable bots) who may read in that group. */
export const suggestMembers = route('GET', '/members', {
  query: Type.Object({
    search: Type.String({ maxLength: 100 }),
    groupId: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  }),
  answer: Type.Object({ items: Type.Array(MemberRef) }),
})

import Type, { type Static } from 'typebox'
import { Done, Id, Language, nullable } from './basics.ts'
import { route } from './route.ts'

export const CommunityRole = Type.Union([
  Type.Literal('member'),
  Type.Literal('content_moderator'),
  Type.Literal('account_manager'),
  Type.Literal('system_administrator'),
])
export type CommunityRole = Static<typeof CommunityRole>

/** Everything the screens need to know of who is signed in and what the server is. */
export const Me = Type.Object({
  memberId: Id,
  name: Type.String(),
  email: Type.String(),
  title: nullable(Type.String()),
  department: nullable(Type.String()),
  picture: nullable(Type.String()),
  language: Language,
  /** IANA name; null follows the browser. */
  timeZone: nullable(Type.String()),
  role: CommunityRole,
  community: Type.Object({ id: Id, name: Type.String(), language: Language }),
  /** Seats of this account, the present one too. */
  seats: Type.Array(Type.Object({ communityId: Id, name: Type.String() })),
  unread: Type.Integer(),
  may: Type.Object({
    managePeople: Type.Boolean(),
    manageIntegrations: Type.Boolean(),
    createGroups: Type.Boolean(),
    /** Looks at what was reported. */
    moderate: Type.Boolean(),
    keepBadges: Type.Boolean(),
  }),
})
export type Me = Static<typeof Me>

/** What the sign-in page needs before anybody is known. `setup` asks for the set-up code: nobody has a seat yet. */
export const Welcome = Type.Object({
  mode: Type.Union([Type.Literal('tryout'), Type.Literal('production')]),
  setup: Type.Boolean(),
  communityName: nullable(Type.String()),
  /** Try-out only: who there is to sign in as, and with which password. */
  cast: Type.Array(
    Type.Object({ name: Type.String(), email: Type.String(), password: Type.String(), role: Type.String() }),
  ),
  mailWorks: Type.Boolean(),
})
export type Welcome = Static<typeof Welcome>

const Password = Type.String({ minLength: 1, maxLength: 1_000 })
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' })
const Name = Type.String({ minLength: 1, maxLength: 100 })

export const getWelcome = route('GET', '/welcome', { caller: 'anyone', answer: Welcome })
export const signIn = route('POST', '/session', {
  caller: 'anyone',
  body: Type.Object({ email: Email, password: Password }),
  answer: Me,
})
export const getMe = route('GET', '/me', { answer: Me })
export const signOut = route('DELETE', '/session', { answer: Done })
export const signOutEverywhere = route('DELETE', '/sessions', { answer: Done })
export const chooseSeat = route('PUT', '/session/seat', { body: Type.Object({ communityId: Id }), answer: Me })

/** The first visit of a production server: the one-time code from the log makes the first community and administrator. */
export const setUp = route('POST', '/setup', {
  caller: 'anyone',
  body: Type.Object({
    code: Type.String({ maxLength: 100 }),
    community: Name,
    name: Name,
    email: Email,
    password: Password,
    language: Language,
  }),
  answer: Me,
})

/** A link of an invitation or a password reset, looked at before it is used. */
export const OneTimeLink = Type.Object({
  kind: Type.Union([Type.Literal('invitation'), Type.Literal('reset')]),
  name: Type.String(),
  email: Type.String(),
  community: Type.String(),
  language: Language,
  /** True where the e-mail address already has an account: then its own password is asked for, none is made. */
  hasAccount: Type.Boolean(),
})
export const getOneTimeLink = route('GET', '/one-time-links/:tokenKey', { caller: 'anyone', answer: OneTimeLink })
export const useOneTimeLink = route('POST', '/one-time-links/:tokenKey', {
  caller: 'anyone',
  body: Type.Object({ name: Type.Optional(Name), password: Password }),
  answer: Me,
})
/** Answers the same whether the address is known or not. */
export const askForReset = route('POST', '/password-reset', {
  caller: 'anyone',
  body: Type.Object({ email: Email }),
  answer: Done,
})

export const changeProfile = route('PATCH', '/me', {
  body: Type.Object({
    name: Type.Optional(Name),
    title: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
    department: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
    language: Type.Optional(Language),
    timeZone: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
  }),
  answer: Me,
})
export const changePassword = route('PUT', '/me/password', {
  body: Type.Object({ current: Password, password: Password }),
  answer: Done,
})

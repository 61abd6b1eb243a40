import Type, { type Static } from 'typebox'
import { Done, Id, Instant, nullable } from './basics.ts'
import { route } from './route.ts'

/** A program of the community that asks who somebody is. */
const AskingProgram = Type.Object({
  name: Type.String(),
  description: Type.String(),
  icon: nullable(Type.String()),
})

/** What a program wants to know, before the person says yes or no. */
export const LogIn = Type.Object({
  id: Id,
  program: AskingProgram,
  /** Where the answer goes; null for a device, which asks for it itself. */
  returnHost: nullable(Type.String()),
  /** Beside name, picture and profile address. */
  sharesEmail: Type.Boolean(),
})
export type LogIn = Static<typeof LogIn>

const Said = Type.Optional(Type.String({ maxLength: 2_000 }))

/** What the address of the dialog says, as it says it (`/dialog/oauth`). */
export const openLogIn = route('POST', '/log-ins', {
  body: Type.Object({
    clientId: Type.String({ maxLength: 100 }),
    redirectUri: Type.String({ maxLength: 2_000 }),
    responseType: Said,
    scope: Said,
    state: Said,
    nonce: Said,
    codeChallenge: Said,
    codeChallengeMethod: Said,
  }),
  answer: LogIn,
})
/** What is typed at `/device`. */
export const openTyped = route('POST', '/log-ins/typed', {
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }),
  answer: LogIn,
})
/** Yes or no, once. `address` is where a dialog goes on to. */
export const answerLogIn = route('POST', '/log-ins/:logInId/answer', {
  body: Type.Object({ allowed: Type.Boolean() }),
  answer: Type.Object({ address: nullable(Type.String()) }),
})

/** A program that knows the reader by a log-in. */
export const KeptLogIn = Type.Object({
  id: Id,
  program: AskingProgram,
  sharesEmail: Type.Boolean(),
  allowedAt: Instant,
  endsAt: Instant,
})
export type KeptLogIn = Static<typeof KeptLogIn>
export const listLogIns = route('GET', '/log-ins', { answer: Type.Object({ items: Type.Array(KeptLogIn) }) })
export const endLogIn = route('DELETE', '/log-ins/:logInId', { answer: Done })

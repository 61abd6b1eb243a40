import Type, { type Static } from 'typebox'
import { FormField, FormValues } from '../form.ts'
import { Done, Id, Instant, nullable } from './basics.ts'
import { route } from './route.ts'

/** An account of the reader at a service, on their own page. */
export const LinkedAccount = Type.Object({
  integrationId: Type.String(),
  name: Type.String(),
  icon: Type.String(),
  /** null: not linked yet. */
  label: nullable(Type.String()),
  linkedAt: nullable(Instant),
  broken: Type.Boolean(),
  never: Type.Boolean(),
})
export type LinkedAccount = Static<typeof LinkedAccount>

export const listLinkedAccounts = route('GET', '/linked-accounts', {
  answer: Type.Object({ items: Type.Array(LinkedAccount) }),
})
/** Begins the sign-in at the service; `returnTo` is a path of ours to come back to. */
export const linkAccount = route('POST', '/linked-accounts/:integrationKey', {
  body: Type.Object({ returnTo: Type.String({ maxLength: 500, pattern: '^/(?![/\\\\])' }) }),
  answer: Type.Object({ signInUrl: Type.String() }),
})
export const unlinkAccount = route('DELETE', '/linked-accounts/:integrationKey', { answer: Done })
/** The answer to a card's "Connect · Not now · Never ask"; `ask` takes a never back. */
export const answerLinking = route('PUT', '/linked-accounts/:integrationKey/choice', {
  body: Type.Object({ choice: Type.Union([Type.Literal('not_now'), Type.Literal('never'), Type.Literal('ask')]) }),
  answer: Done,
})

/** Actions that make sense on a post of this group, e.g. "Create an issue". */
export const PostAction = Type.Object({
  integrationId: Type.String(),
  actionId: Type.String(),
  name: Type.String(),
  icon: Type.String(),
  label: Type.String(),
  accountNeeded: Type.Boolean(),
})
export type PostAction = Static<typeof PostAction>
export const listPostActions = route('GET', '/posts/:postId/actions', {
  answer: Type.Object({ items: Type.Array(PostAction) }),
})

/**
 * The form of an action, asked again as the person fills it (its fields depend on each other). With `linkKey` it is done on the card of that link,
 * of a post, or of a comment, whose id then stands for the post's.
 */
export const openAction = route('POST', '/posts/:postId/actions/:integrationKey/:actionKey/form', {
  body: Type.Object({ values: FormValues, linkKey: Type.Optional(Type.String()) }),
  answer: Type.Object({ title: Type.String(), submit: Type.String(), fields: Type.Array(FormField) }),
})
/** The same for what is started from a group's composer. */
export const openGroupAction = route('POST', '/groups/:groupId/actions/:integrationKey/:actionKey/form', {
  body: Type.Object({ values: FormValues }),
  answer: Type.Object({ title: Type.String(), submit: Type.String(), fields: Type.Array(FormField) }),
})
/** Runs it as the reader; what came of it is posted in the group by the reader. */
export const runGroupAction = route('POST', '/groups/:groupId/actions/:integrationKey/:actionKey', {
  body: Type.Object({ values: FormValues, idempotencyKey: Type.String({ minLength: 8, maxLength: 100 }) }),
  answer: Type.Object({ sentence: Type.String(), postId: nullable(Id) }),
})
/** Runs it as the reader, with the reader's account. The result is a sentence, and the address of what was made. */
export const runAction = route('POST', '/posts/:postId/actions/:integrationKey/:actionKey', {
  body: Type.Object({
    values: FormValues,
    linkKey: Type.Optional(Type.String()),
    idempotencyKey: Type.String({ minLength: 8, maxLength: 100 }),
  }),
  answer: Type.Object({ sentence: Type.String(), link: nullable(Type.String()), commentId: nullable(Id) }),
})

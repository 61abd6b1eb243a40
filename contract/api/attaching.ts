import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable } from './basics.ts'
import { route } from './route.ts'

/** A way to share, in the reader's language. */
export const Sharing = Type.Object({ id: Type.String(), label: Type.String() })
export type Sharing = Static<typeof Sharing>

/** What can be put into a post of this group from a service: files to attach, things to start. Words are in the reader's language. */
export const ComposerOffer = Type.Object({
  integrationId: Type.String(),
  name: Type.String(),
  icon: Type.String(),
  accountNeeded: Type.Boolean(),
  /** null: nothing to pick here. */
  picker: nullable(
    Type.Object({
      views: Type.Array(Type.Union([Type.Literal('browse'), Type.Literal('recent'), Type.Literal('search')])),
      /** Ways to share, the narrowest first; empty where there is nothing to choose. */
      sharing: Type.Array(Sharing),
      /** A thing has one link for everybody: how it stands is asked before anything is chosen (`getSharing`). */
      oneLink: Type.Boolean(),
    }),
  ),
  actions: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
})
export type ComposerOffer = Static<typeof ComposerOffer>
export const listComposerOffers = route('GET', '/groups/:groupId/offers', {
  answer: Type.Object({ items: Type.Array(ComposerOffer) }),
})

export const PickedItem = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('folder'), Type.Literal('file'), Type.Literal('item')]),
  name: Type.String(),
  detail: nullable(Type.String()),
  changedAt: nullable(Instant),
})
export type PickedItem = Static<typeof PickedItem>

/** One page of the reader's own things at the service. `next` is given back as `cursor`. */
export const listItems = route('GET', '/groups/:groupId/offers/:integrationKey/items', {
  query: Type.Object({
    view: Type.Union([Type.Literal('browse'), Type.Literal('recent'), Type.Literal('search')]),
    folder: Type.Optional(Type.String({ maxLength: 1_000 })),
    text: Type.Optional(Type.String({ maxLength: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 4_000 })),
  }),
  answer: Type.Object({ items: Type.Array(PickedItem), next: nullable(Type.String()) }),
})

/**
 * What the one link of a thing opens to now, which may be none of the ways that are offered; null while it has none. It is never opened to fewer from here.
 */
export const getSharing = route('GET', '/groups/:groupId/offers/:integrationKey/sharing', {
  query: Type.Object({ itemId: Type.String({ maxLength: 1_000 }) }),
  answer: Type.Object({ now: nullable(Sharing) }),
})

/** Makes the link that goes into the post, and says who of the group cannot open it (null: the service does not tell). */
export const attachItem = route('POST', '/groups/:groupId/offers/:integrationKey/attach', {
  body: Type.Object({
    itemId: Type.String({ maxLength: 1_000 }),
    sharing: Type.Optional(Type.String({ maxLength: 40 })),
  }),
  answer: Type.Object({
    url: Type.String(),
    /** It had a link that opens to others than was chosen, and keeps it: this is how it stands. */
    kept: nullable(Sharing),
    cannotOpen: nullable(Type.Array(MemberRef)),
    unknown: Type.Integer(),
    mayGive: Type.Boolean(),
    groupId: Id,
  }),
})
/** Lets members open what is about to be posted. */
export const shareAttached = route('POST', '/groups/:groupId/offers/:integrationKey/share', {
  body: Type.Object({
    url: Type.String({ maxLength: 4_000 }),
    memberIds: Type.Array(Id, { minItems: 1, maxItems: 100 }),
  }),
  answer: Type.Object({}),
})

import Type, { type Static } from 'typebox'
import { Card } from '../preview.ts'
import { Done, Id, Instant, MemberRef, nullable } from './basics.ts'
import { route } from './route.ts'

/** Where the card comes from: an integration of this community, or the open web. `name` and `icon` are for the card's head. */
const Source = Type.Object({
  installationId: nullable(Id),
  integrationId: nullable(Type.String()),
  name: Type.String(),
  /** Address of the mark; null for the open web. */
  icon: nullable(Type.String()),
})

const { thumbnail: _thumbnail, ...ofCard } = Card.properties

/** A fact with its label already in the reader's language; dates stay ISO, the browser shows them in the reader's zone. */
export const ShownCard = Type.Object({
  ...ofCard,
  /** Address of a small picture, for this reader. */
  thumbnail: nullable(Type.String()),
  facts: Type.Array(
    Type.Object({
      label: Type.String(),
      kind: Type.String(),
      value: Type.String(),
      tone: Type.Optional(Type.String()),
    }),
  ),
  actions: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
})
export type ShownCard = Static<typeof ShownCard>

/**
 * One link for one viewer (design.md 2). `personal` cards say "only you see this".
 * off: an integration owns the address that is not enabled in this group, or nowhere in this community; it can be asked for.
 */
export const Preview = Type.Union([
  Type.Object({
    state: Type.Literal('shown'),
    source: Source,
    card: ShownCard,
    personal: Type.Boolean(),
    fetchedAt: Instant,
    /** True where the reader's own account would show more. */
    accountNeeded: Type.Boolean(),
    /** Does the service tell the reader who else can open it? */
    mayShare: Type.Boolean(),
    /** May this reader have the group follow the thing? */
    mayFollow: Type.Boolean(),
    /** Where the service has ended: what this group can start in its place. */
    /** An integration that would show more, and is not enabled: it can be asked for. */
    ask: nullable(Type.Object({ integrationId: Type.String(), name: Type.String() })),
    instead: nullable(
      Type.Object({ integrationId: Type.String(), name: Type.String(), actionId: Type.String(), label: Type.String() }),
    ),
  }),
  Type.Object({
    state: Type.Literal('limited'),
    source: Source,
    card: ShownCard,
    personal: Type.Boolean(),
    fetchedAt: Instant,
  }),
  Type.Object({
    state: Type.Literal('account_needed'),
    source: Source,
    /** the viewer said not now, or never */ dismissed: Type.Boolean(),
  }),
  Type.Object({ state: Type.Literal('not_yours'), source: Source, accountLabel: nullable(Type.String()) }),
  Type.Object({ state: Type.Literal('gone'), source: Source }),
  Type.Object({ state: Type.Literal('off'), source: Source }),
  Type.Object({ state: Type.Literal('unreachable'), source: Source, retryAfter: nullable(Type.Integer()) }),
  /** Nothing to show: an ordinary address without a card. */
  Type.Object({ state: Type.Literal('none') }),
])
export type Preview = Static<typeof Preview>

/** The preview of the link at place `linkKey` (0, 1, …) of a post or comment, as this reader may see it. */
export const getPreview = route('GET', '/previews/:subjectId/:linkKey', {
  query: Type.Object({ refresh: Type.Optional(Type.Boolean()) }),
  answer: Preview,
})
/** In the composer, before anything is sent: will something preview this? Never calls the service. */
export const foreseePreview = route('GET', '/previews/foresee', {
  query: Type.Object({ url: Type.String({ maxLength: 4_000 }), groupId: Id }),
  answer: Type.Object({
    source: nullable(Source),
    state: Type.Union([Type.Literal('will'), Type.Literal('off'), Type.Literal('open_web'), Type.Literal('none')]),
  }),
})
/** The sender takes the preview away, or puts it back. */
export const hidePreview = route('PUT', '/previews/:subjectId/:linkKey/hidden', {
  body: Type.Object({ hidden: Type.Boolean() }),
  answer: Type.Object({}),
})

/** The card's picture as the service shows it to this reader: WebP, at most 640 pixels wide. */
export const getThumbnail = route('GET', '/previews/:subjectId/:linkKey/thumbnail', { answer: Type.Unknown() })

/** Who of the group cannot open the thing, as the service says to the reader; null where it does not know. */
export const whoCannotOpen = route('GET', '/previews/:subjectId/:linkKey/cannot-open', {
  answer: Type.Object({ members: nullable(Type.Array(MemberRef)), mayGive: Type.Boolean() }),
})
export const giveAccess = route('POST', '/previews/:subjectId/:linkKey/access', {
  body: Type.Object({ memberIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  answer: Done,
})

/** What a notice says to this reader. The state is that of its link's preview; `sentence` only where the reader may see it. */
export const ReadNotice = Type.Object({
  source: Source,
  audience: Type.Union([Type.Literal('checked'), Type.Literal('group')]),
  neutral: Type.String(),
  sentence: nullable(Type.String()),
  facts: ShownCard.properties.facts,
  link: nullable(Type.String()),
  preview: Preview,
  /** What else happened to the same thing, or came in the same digest, newest first; only what this reader may see. */
  entries: Type.Array(
    Type.Object({
      at: Instant,
      sentence: Type.String(),
      facts: ShownCard.properties.facts,
      link: nullable(Type.String()),
    }),
  ),
  /** How many more there are that this reader may not see, or that the page does not hold. */
  hidden: Type.Integer(),
})
export type ReadNotice = Static<typeof ReadNotice>
export const getNotice = route('GET', '/notices/:postId', { answer: ReadNotice })

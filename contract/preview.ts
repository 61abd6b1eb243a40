import Type, { type Static } from 'typebox'

/** One line of a card: a state pill, a person, a date or words. `label` is a key of the connector's own sentences. */
export const Fact = Type.Object({
  label: Type.String(),
  kind: Type.Union([Type.Literal('text'), Type.Literal('state'), Type.Literal('person'), Type.Literal('date')]),
  /** Words as the service gives them; for `date` an ISO 8601 instant or day. */
  value: Type.String(),
  /** For `state` only: how it is going, never by colour alone. */
  tone: Type.Optional(
    Type.Union([Type.Literal('todo'), Type.Literal('doing'), Type.Literal('done'), Type.Literal('alert')]),
  ),
})
export type Fact = Static<typeof Fact>

/** What a card shows, in the words of the service; 3–5 facts, at most two actions (best-in-class.md 2.5). */
export const Card = Type.Object({
  /** The address to open: canonical, without secrets. */
  url: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  summary: Type.Optional(Type.String()),
  facts: Type.Array(Fact),
  /** A picture of it at the service, fetched by us for this viewer, made small and kept no longer than the card. */
  thumbnail: Type.Optional(
    Type.Object({
      address: Type.String(),
      at: Type.Optional(Type.String()),
      path: Type.String(),
      method: Type.Optional(Type.Union([Type.Literal('GET'), Type.Literal('POST')])),
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
      /** The address proves itself: nobody's token goes along. */
      anonymous: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Ids of the connector's card actions that make sense now. */
  actions: Type.Optional(Type.Array(Type.String(), { maxItems: 2 })),
})
export type Card = Static<typeof Card>

/** Who may be shown a fetched card: this viewer only, or everyone by the service's own word. There is no third. */
export type Audience = 'viewer' | 'everyone'

/**
 * What came of asking a service about a link, for one viewer: the outcome half of a preview.
 * `retryAfter` is in seconds.
 */
export type PreviewOutcome =
  /** `parts`: what of the thing this account's own answer had, where the service hides single parts of what it shows (`Notice.parts`). */
  | { state: 'shown'; card: Card; audience: Audience; parts?: string[] }
  | { state: 'limited'; card: Card; audience: Audience }
  | { state: 'account_needed' }
  | { state: 'not_yours' }
  | { state: 'gone' }
  | { state: 'unreachable'; retryAfter?: number }

/**
 * The shape of a connector: everything Passerelle asks of an outside service, and the only thing it knows of one.
 *
 * A connector is pure. It never reaches the network, the database, the clock or a secret by itself: a `Client` is handed in, and so
 * is every value it needs. That is why fixtures alone can test it, and why it cannot tell the service from its sandbox.
 * It imports this file, `contract/`, `typebox`, `node:crypto`, and nothing else.
 *
 * `S` is the type of its settings, as the settings schema describes them.
 */
import type { Static, TObject } from 'typebox'
import type { FormField, FormValues } from '../contract/form.ts'
import type { Notice } from '../contract/notice.ts'
import type { PermissionId } from '../contract/permissions.ts'
import type { Card, PreviewOutcome } from '../contract/preview.ts'
import type { ReadingReason } from '../contract/reasons.ts'
import type { Answer, Client, OAuth, Place } from './client.ts'
import type { Known, Picker } from './picker.ts'

// A connector imports this file alone: what it is handed comes with it.
export type { Answer, Call, Client, OAuth, Place } from './client.ts'
export { NotPossible, ServiceRefused, ServiceUnreachable } from './client.ts'
export type { Item, Known, Picker } from './picker.ts'

/** Sentences a connector's languages must have: name, tagline, description, and those named at each field below. */
export interface Connector<Schema extends TObject = TObject> {
  /** The folder's name; also the stable address of its page. */
  readonly id: string
  readonly listing: Listing
  /** What is asked for on the consent screen. Sentence `permission.<id>`: why, in the connector's own words. */
  readonly permissions: readonly { readonly id: PermissionId; readonly required: boolean }[]
  /** What leaves, and where to. Sentence `leaves.<id>`; `address` names one of `addresses`. */
  readonly leaves: readonly { readonly id: string; readonly address: string }[]
  /**
   * The settings form: a flat object. Sentences `settings.<name>.label`, optional `.hint`, and `.options.<value>` for a union of
   * literals. Annotations: `secret: true` (sealed, never shown again), `when: { name, value }` (shown only then;
   * `needed: true`: and needed then),
   * `format: 'uri'` (an address).
   */
  readonly settings: Schema
  /**
   * Base addresses by name, e.g. { api: 'https://api.service.example' }; no call may leave them. `*.` in front of a host admits its
   * subdomains: for recognising links, and for calls that say which (`Call.at`). The sandbox stands in by replacing them.
   */
  addresses(settings: Static<Schema>): Readonly<Record<string, string>>
  /** Present where calls need somebody's sign-in. */
  oauth?(settings: Static<Schema>): OAuth
  /**
   * Seconds until it may be asked again, where the service says so in words of its own; nothing where it says nothing. Asked of every 429 and 5xx
   * before `Retry-After` is looked at. `now` is in milliseconds since 1970.
   */
  retryAfter?(answer: Pick<Answer, 'status' | 'headers' | 'json'>, now: number): number | undefined
  readonly links?: Links<Static<Schema>>
  readonly picker?: Picker<Static<Schema>>
  readonly events?: Events<Static<Schema>>
  readonly actions?: readonly Action<Static<Schema>>[]
}

export interface Listing {
  readonly category: 'projects' | 'files' | 'documents' | 'customers' | 'meetings' | 'surveys' | 'examples'
  readonly publisher: string
  readonly website: string
  readonly support: string
  readonly privacyUrl: string
  /** Sentences `ability.<id>`: what members get. */
  readonly abilities: readonly string[]
  /** Examples are not listed in production. */
  readonly example?: boolean
  /** The day (YYYY-MM-DD) the service ends or ended. Sentence `ending`: what to do. */
  readonly ends?: string
}

/** A thing at the service, named by an address. */
export interface Reference {
  readonly kind: string
  readonly ids: Readonly<Record<string, string>>
}

export interface Links<S> {
  /** Every kind `recognise` may return; each has a fixture, and the sentence `kind.<kind>`. */
  readonly kinds: readonly string[]
  /** Is this address ours? Decided by its host first; never calls anybody. */
  recognise(url: URL, place: Place<S>): Reference | undefined
  /** The card as this account may see it. Fact labels are keys `fact.<label>`; a value may have a sentence `fact.<label>.<value>`. */
  preview(reference: Reference, client: Client<S>): Promise<PreviewOutcome>
  /**
   * The card that everyone may have without any account, from the address alone and from what events said of it (`Notice.known`). Asked where
   * the connector has no sign-in, where a viewer has no account, and where the service says the thing is not theirs.
   */
  plain?(reference: Reference, place: Place<S>, known: Readonly<Record<string, string>>): Card | undefined
  /** The card as an account sees it, with what events told the group since: where the service does not say it again to whoever asks. */
  heed?(card: Card, known: Readonly<Record<string, string>>): Card
  /** What `Notice.item` is for this reference, where the address alone tells. */
  item?(reference: Reference): string | undefined
  readonly access?: Access<S>
}

/** Who can open a thing at the service. `emails` are the group's people; at most 100 at a time. */
export interface Access<S> {
  /** Kinds of reference it can answer for. */
  readonly kinds: readonly string[]
  who(reference: Reference, client: Client<S>, emails: readonly string[]): Promise<Readonly<Record<string, boolean>>>
  /** Lets these people open it; throws `ServiceRefused` where the caller may not share. */
  give?(reference: Reference, client: Client<S>, emails: readonly string[]): Promise<void>
}

/** A request at our door /hooks/{key}, before any parser touched it. Header names are lower-case. */
export interface HookRequest {
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface HookAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What can prove a request: secrets we agreed on with the service. `now` is in milliseconds since 1970. */
export interface HookProof<S> {
  readonly settings: S
  readonly clientSecret: string | undefined
  /** Secrets of the subscriptions we registered. */
  readonly secrets: readonly string[]
  /** What `account` told of the installation's own account; empty unless `Events.proofDetails`. */
  readonly details: Readonly<Record<string, string>>
  readonly now: number
}

/**
 * What an event says. An ignored event is known and not for people; an unrecognised one is kept and shown to the administrator. A thin event only
 * says that something changed: `catchUp` finds out what.
 */
export type Reading =
  | { readonly is: 'notice'; readonly notice: Notice }
  | { readonly is: 'ignored'; readonly event: string; readonly reason: ReadingReason }
  /** `about`: what the service itself calls it, an event or a thing. */
  | { readonly is: 'unrecognised'; readonly reason: ReadingReason; readonly about?: string }
  | { readonly is: 'changed'; readonly event: string }
  /** Many in one delivery; each by the key that is the same for all its retries. None of them is several again. */
  | { readonly is: 'several'; readonly readings: readonly { readonly key: string; readonly reading: Reading }[] }
  /** Somebody took their account away at the service: it is forgotten here. */
  | { readonly is: 'account_ended'; readonly externalId: string }
  /** The service ended a subscription by itself: it is made anew, and what was missed is read where there is `catchUp`. */
  | { readonly is: 'subscription_ended'; readonly externalId: string }

export interface Subscription {
  readonly externalId: string
  /** Kept sealed, given back in `HookProof.secrets`. */
  readonly secret?: string
  /** Milliseconds since 1970; none where it does not expire. */
  readonly expiresAt?: number
  /** The thing it is about, where the service has one subscription per thing: what `Followed.item` was. */
  readonly item?: string
}

/** A thing that a group follows: its id among the service's things, as `Notice.item` names it. */
export interface Followed {
  readonly item: string
  readonly reference: Reference
}

/** Reads what happened since a cursor, for services that only say that something did, or say nothing at all. */
export interface CatchUp<S> {
  /** Asked at least this often even if nothing was heard, in seconds. */
  readonly every: number
  /** The first cursor: from now on. */
  start(client: Client<S>): Promise<string>
  /**
   * One page. `followed` are the things that groups follow, as `Notice.item` names them. `more` says that another waits. A cursor that the
   * service no longer takes is replaced by `start`, and nothing is said of it.
   */
  next(
    client: Client<S>,
    cursor: string,
    followed: readonly string[],
  ): Promise<{ readonly readings: readonly Reading[]; readonly cursor: string; readonly more: boolean }>
}

export interface Events<S> {
  /** Every kind a notice may have. Sentences `event.<kind>` (label), `notice.neutral.<kind>` (what everyone may read). */
  readonly kinds: readonly string[]
  /** Properties a route can be filtered by. Sentences `filter.<name>.label` and `.hint`. */
  readonly filters: readonly string[]
  /** Its webhook is made by hand at the service, with the address on the integration's page: no call makes one. */
  readonly byHand?: true
  /** The service waits this long for our 2xx, in milliseconds. */
  readonly answerWithin: number
  /** The longest body it sends, in bytes, where it documents one of more than a mebibyte. */
  readonly largestBody?: number
  /** True where a request is proved by what the installation's own account told (an organisation's id). */
  readonly proofDetails?: boolean
  /** Answers a handshake; undefined where the request is an ordinary event. */
  handshake?(request: HookRequest, proof: HookProof<S>): HookAnswer | undefined
  /** May this have come from the service? Compares in constant time over the raw bytes. */
  verify(request: HookRequest, proof: HookProof<S>): boolean
  /**
   * Where each entry of a body proves itself: the request with none but those that do, and with the others. Asked of what `verify` believed; only what
   * proves itself is kept and read.
   */
  sift?(request: HookRequest, proof: HookProof<S>): { readonly believed: HookRequest; readonly others?: HookRequest }
  /**
   * Where the service wants its usual answer to what it tells of subscriptions that are not ours any more: is this of none but such? `known` are the ids of
   * ours. Asked of what `verify` did not believe; it is counted, and nothing is read of it.
   */
  isStray?(request: HookRequest, known: ReadonlySet<string>): boolean
  /** Same for every retry of one delivery, else undefined (then the body's hash is used); empty where every delivery counts, thin events being alike. */
  deliveryKey(request: HookRequest): string | undefined
  /** Pure and total: never throws, whatever the body is. Sentence `notice.<key>` per key a notice has. */
  read(request: HookRequest, place: Place<S>): Reading
  /** Tells the service where to post. `client` is the installation's own account; `secret` is fresh and ours to use. */
  subscribe?(client: Client<S>, at: { readonly url: string; readonly secret: string }): Promise<readonly Subscription[]>
  /** Makes it last longer, or another in its place; throws `ServiceRefused` where the service no longer knows it, which has it made anew. */
  renew?(client: Client<S>, subscription: Subscription, at: { readonly url: string }): Promise<Subscription>
  unsubscribe?(client: Client<S>, subscription: Subscription): Promise<void>
  /** The body of the 2xx, where the service insists on one. */
  readonly accepted?: HookAnswer
  readonly catchUp?: CatchUp<S>
  /** Kinds of reference a group can follow by itself: notices of other things then stay out. Where `follow` is there, the service is told of each. */
  readonly followed?: readonly string[]
  /**
   * Whose account reads what is followed: the installation's own where nothing is said; `follower` where things are their owners' alone. Then `follow`,
   * `renew`, `unsubscribe` and `catchUp` are handed the client of whoever follows the thing, with a cursor for each of them.
   */
  readonly followAs?: 'follower'
  /** What `Notice.item` will be for this reference. Asked with the account that will read it. */
  itemOf?(reference: Reference, client: Client<S>): Promise<string | undefined>
  follow?(
    client: Client<S>,
    followed: Followed,
    at: { readonly url: string; readonly secret: string },
  ): Promise<readonly Subscription[]>
}

/** The post (or the link in it) an action starts from. */
export interface ActionSubject {
  readonly url: string
  readonly text: string
  readonly author: string
  /** The link whose card was acted on, if one was. */
  readonly reference?: Reference
}

export interface Action<S> {
  /** Sentences `action.<id>.label`, `.title`, `.submit`, and `action.<id>.done` for the result. */
  readonly id: string
  /** Where it is offered: on any post, on the cards that name it, or in a group's composer (its result is then posted, with the sentence `action.<id>.post`). */
  readonly on: 'post' | 'card' | 'group'
  /** Fields whose value is put in again the next time this person opens the form: the place they chose last, where there are several. */
  readonly remembers?: readonly string[]
  /** The form for what is filled in so far. Labels of fields and options, and hints, are keys `action.<id>.field.<name>`, unless the service names them itself. */
  form(client: Client<S>, values: FormValues, subject: ActionSubject): Promise<FormField[]>
  /** Does it once: the same `key` twice has one effect where the service allows. `values` fills the sentence of the result. */
  run(
    client: Client<S>,
    values: FormValues,
    subject: ActionSubject,
    key: string,
  ): Promise<{
    link?: string
    values: Record<string, string>
    /** What was made, and what everyone in the group may know of it from now on. */
    known?: Known
  }>
}

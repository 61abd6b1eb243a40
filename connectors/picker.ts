/** What of a service can be picked for a post, and the link that opens it. */
import type { Client } from './client.ts'

/** A thing, and what everyone in a group may know of it. */
export interface Known {
  readonly item: string
  readonly values: Readonly<Record<string, string>>
}

/** Something that can be attached: a folder is opened, anything else is taken. */
export interface Item {
  readonly id: string
  readonly kind: 'folder' | 'file' | 'item'
  readonly name: string
  /** In the service's words: whose, where, which state. */
  readonly detail?: string
  /** ISO 8601. */
  readonly changedAt?: string
}

export interface Picker<S> {
  /** What it can show; `browse` begins at the top. */
  readonly views: readonly ('browse' | 'recent' | 'search')[]
  /** One page, at most 50. `folder` is the id of an item, `text` what is searched for, `cursor` what the page before gave. */
  list(
    client: Client<S>,
    asked: {
      readonly view: 'browse' | 'recent' | 'search'
      readonly folder?: string
      readonly text?: string
      readonly cursor?: string
    },
  ): Promise<{ readonly items: readonly Item[]; readonly cursor?: string }>
  /** Ways to share what is attached, the narrowest first; none where the link never opens more. Sentences `sharing.<id>`. */
  readonly sharing: readonly string[]
  /** Present where a thing has one link for everybody who was ever given it: what opens it here opens it in earlier posts. */
  readonly oneLink?: OneLink<S>
  /**
   * Makes (or finds) the link that goes into the post, and never opens one to fewer than before: `kept` is what a link that was there opens to, where it
   * was left as it is. Throws `ServiceRefused` where the service forbids this sharing.
   */
  attach(
    client: Client<S>,
    itemId: string,
    sharing: string | undefined,
  ): Promise<{ readonly url: string; readonly known?: Known; readonly kept?: string }>
}

export interface OneLink<S> {
  /** How a link may stand that is none of `sharing`, and is never changed from here; sentences `sharing.<id>`. */
  readonly others: readonly string[]
  /** What the link of a thing opens to now: one of `sharing` or `others`; nothing while it has none. */
  now(client: Client<S>, itemId: string): Promise<string | undefined>
}

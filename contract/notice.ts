import type { Fact } from './preview.ts'

/** Values that fill a connector's sentence. Dates are ISO 8601. */
export type NoticeValues = Record<string, string | number>

/**
 * What a connector makes of an event: a sentence as key and values (resolved in each reader's language), what changed as
 * facts (at most four), and the thing it is about. `reference` names that thing to the connector's own `previewOf`, with which
 * it is asked whether a reader may see it (design.md rule 1).
 */
export interface Notice {
  /** The event kind, one of the connector's declared events. */
  event: string
  /** Key of the sentence in the connector's languages; `notice.neutral.<event>` is what everyone may read. */
  key: string
  values: NoticeValues
  facts: Fact[]
  /** Address of the thing at the service. */
  link: string
  /** Groups events of one thing: an issue's key, a file's id. */
  item: string
  /** What the thing lies in (folders), as items: who follows one of them hears of it. */
  within?: string[]
  /** Filterable properties, e.g. { project: 'OPS' }: the route's filter is compared with them. */
  properties: Record<string, string>
  /**
   * What the service may hide of a thing that it shows: name of a value, or label of a fact → the part of the thing that it is. A checked notice
   * tells it only to those whose own answer had this part (`PreviewOutcome.parts`); without a value there is no sentence.
   */
  parts?: Record<string, string>
  /** Whose account a value names: value's name → their id at the service. Where it is linked, the member's name stands instead. */
  people?: Record<string, string>
  /** What is known of the thing from now on, for the card that needs no account: only what the route's group may know. */
  known?: Record<string, string>
  /** When it happened at the service, milliseconds since 1970; events may arrive out of order. */
  at: number
}

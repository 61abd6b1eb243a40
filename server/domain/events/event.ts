/**
 * What happened, as rows: written in the transaction of the change, read by everything that follows it (live screens, deliveries,
 * reports). This room knows no other noun; whoever must reach forward in the house does it through an event and its job.
 */

/** Nouns and verbs of the log. `data` holds ids and small facts, never content that some reader may not see. */
export interface NewEvent {
  readonly communityId: string
  readonly topic:
    | 'post'
    | 'comment'
    | 'reaction'
    | 'notification'
    | 'message'
    | 'group'
    | 'membership'
    | 'member'
    | 'session'
    | 'installation'
    | 'linked_account'
    | 'event'
    | 'report'
    | 'request'
  readonly verb: 'created' | 'edited' | 'deleted' | 'changed'
  /** What about it: the Graph's field, e.g. `feed`, `comments`, `members`. */
  readonly field: string
  readonly subjectId: string
  readonly groupId?: string
  readonly actorId?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface Event extends NewEvent {
  readonly id: string
  readonly xid: string
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** A place in the log: events are followed by (xid, id), never by id alone (stack.md 12). Written `xid.id`. */
export interface Place {
  readonly xid: string
  readonly id: string
}

export const placeText = (place: Place): string => `${place.xid}.${place.id}`

/** Does `a` come after `b` in the log? */
export const isAfter = (a: Place, b: Place): boolean =>
  a.xid === b.xid ? BigInt(a.id) > BigInt(b.id) : BigInt(a.xid) > BigInt(b.xid)

/** Reads a Last-Event-ID; nothing where it is not one of ours. */
export function readPlace(text: string | undefined): Place | undefined {
  const match = /^(\d{1,18})\.(\d{1,18})$/.exec(text ?? '')
  return match?.[1] && match[2] ? { xid: match[1], id: match[2] } : undefined
}

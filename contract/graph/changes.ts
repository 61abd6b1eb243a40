/**
 * What programs of Workplace are told, as they read it (workplace-webhooks.md 3 to 8). Names, kinds and spelling are those of the old service,
 * where it was written down; what it left open is a row of docs/en/workplace-compatibility.md.
 */

/** Topics with the fields that the Admin Panel offers; others are accepted from programs, and nothing is ever sent for them. */
export const webhookTopics = {
  page: ['mention', 'messages', 'message_deliveries', 'messaging_postbacks', 'message_reads'],
  group: ['posts', 'comments', 'membership'],
  user: ['status', 'events'],
  workplace_security: ['admin_activity', 'integrations', 'passwords', 'sessions'],
  link: ['preview', 'collection'],
} as const satisfies Record<string, readonly string[]>

export type WebhookTopic = keyof typeof webhookTopics
export const topicNames = Object.keys(webhookTopics) as readonly WebhookTopic[]
export const isTopic = (text: string): text is WebhookTopic => Object.hasOwn(webhookTopics, text)

/** What is sent for what happens in groups and in the administration; the other fields wait for their rooms. */
export const toldFields = [
  ...webhookTopics.page,
  'posts',
  'comments',
  'membership',
  ...webhookTopics.workplace_security,
] as const
export type ToldField = (typeof toldFields)[number]

interface Named {
  readonly id: string
  readonly name: string
}

/** Offsets and lengths count characters (code points), not UTF-16 units. */
export interface MessageTag extends Named {
  readonly type: 'page' | 'user'
  readonly offset: number
  readonly length: number
}

/** A post's or a comment's content: absent where it was deleted. */
interface Said {
  readonly message?: string
  readonly message_tags?: readonly MessageTag[]
  readonly permalink_url?: string
}

export interface PostValue extends Said {
  readonly from: Named
  readonly type: 'status' | 'link' | 'photo' | 'video'
  readonly target_type: 'group'
  readonly community: { readonly id: string }
  readonly post_id: string
  readonly verb: 'add' | 'edit' | 'delete'
  /** `2018-08-04T22:58:29+0000` */
  readonly created_time: string
}

export interface CommentValue extends Omit<PostValue, 'type'> {
  readonly item: 'comment'
  readonly comment_id: string
  readonly parent_id?: string
}

export interface MembershipValue {
  readonly verb: 'add' | 'remove'
  readonly member: Named
  /** Absent where nobody acted: consumers tell new people by it. */
  readonly actor?: Named
  readonly group: { readonly id: string }
  readonly community: { readonly id: string }
}

export interface MentionValue extends Said {
  readonly item: 'post' | 'comment'
  readonly verb: 'add'
  readonly post_id: string
  readonly comment_id?: string
  readonly from: Named
  readonly community: { readonly id: string }
  /** Unix seconds: a number here, text in group events. */
  readonly created_time: number
}

/** Every leaf is text. */
export interface SecurityValue {
  readonly [name: string]: string | { readonly [name: string]: string }
}

/** What somebody wrote to a bot, or chose of what it offered. Times are milliseconds, and the community is a number here alone. */
export interface Messaging {
  readonly sender: { readonly id: string; readonly community: { readonly id: number } }
  readonly recipient: { readonly id: string }
  /** Of a thread of several: `t_` and its number. */
  readonly thread?: { readonly id: string }
  readonly timestamp: number
  readonly message?: {
    readonly mid: string
    readonly text: string
    readonly quick_reply?: { readonly payload: string }
  }
  readonly postback?: { readonly payload: string; readonly title: string }
  readonly delivery?: { readonly mids: readonly string[]; readonly watermark: number }
  readonly read?: { readonly watermark: number }
}

export type ChangeValue = PostValue | CommentValue | MembershipValue | MentionValue | SecurityValue

export interface Envelope {
  readonly object: WebhookTopic
  readonly entry: readonly [
    | {
        readonly id: string
        /** Unix seconds; chat events, which are not changes, count milliseconds. */
        readonly time: number
        /** Without a value where the program asked only to be told that something changed. */
        readonly changes: readonly [{ readonly field: string; readonly value?: ChangeValue }]
      }
    | {
        readonly id: string
        /** Milliseconds. */
        readonly time: number
        readonly messaging: readonly [Messaging]
      },
  ]
}

/** The body as it is signed and sent: ASCII, everything else as `\uxxxx` with small digits. */
export const wireText = (value: Envelope): string => asciiJson(value)

export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** `2018-08-04T22:58:29+0000` */
export const graphTime = (at: Date): string => `${at.toISOString().slice(0, 19)}+0000`
export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1_000)

import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, PageQuery, page } from './basics.ts'
import { route } from './route.ts'

/** Kinds a person can turn on and off; the sentence is `notifications.kind.<kind>`. */
export const notificationKinds = [
  'mention',
  'comment',
  'reply',
  'reaction',
  'message',
  'group_invited',
  'group_asked',
  'group_admitted',
  'post_waits',
  'post_approved',
  'post_declined',
  'integration_needs_attention',
  'integration_goes_quiet',
  'content_reported',
  'report_settled',
  'badge_awarded',
  'integration_goes_unused',
  'integration_unused',
  'permissions_go_unused',
  'permissions_unused',
  'integration_ends',
  'integration_ended',
  'permissions_end',
  'permissions_ended',
  'request_made',
  'request_approved',
  'request_declined',
  'request_question',
  'request_comment',
  'integration_left_group',
  'integration_put_back',
  'integration_grant_ended',
  'integration_groups_end',
  'integration_everyone_ended',
  'log_export_ready',
] as const
export const NotificationKind = Type.Enum(notificationKinds)
export type NotificationKind = (typeof notificationKinds)[number]

/** What is mailed until somebody turns it off: somebody waits for an answer, or has one. All other mail is off until it is turned on. */
export const mailedAtFirst: readonly NotificationKind[] = [
  'log_export_ready',
  'request_made',
  'request_approved',
  'request_declined',
  'request_question',
]

/** `values` fill the sentence `notifications.said.<kind>`; `href` is where it leads, inside the web. */
export const Notification = Type.Object({
  id: Id,
  kind: NotificationKind,
  actor: nullable(MemberRef),
  groupName: nullable(Type.String()),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  href: Type.String(),
  createdAt: Instant,
  read: Type.Boolean(),
})
export type Notification = Static<typeof Notification>

export const listNotifications = route('GET', '/notifications', { query: PageQuery, answer: page(Notification) })
/** Without ids: all of them. */
export const markRead = route('POST', '/notifications/read', {
  body: Type.Object({ ids: Type.Optional(Type.Array(Id, { maxItems: 100 })) }),
  answer: Type.Object({ unread: Type.Integer() }),
})

export const NotificationSetting = Type.Object({ kind: NotificationKind, bell: Type.Boolean(), email: Type.Boolean() })
export const getNotificationSettings = route('GET', '/notification-settings', {
  answer: Type.Object({ items: Type.Array(NotificationSetting), mailWorks: Type.Boolean() }),
})
export const changeNotificationSetting = route('PUT', '/notification-settings', {
  body: NotificationSetting,
  answer: Done,
})

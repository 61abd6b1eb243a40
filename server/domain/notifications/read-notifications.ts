import { mailedAtFirst, type NotificationKind, notificationKinds } from '../../../contract/api/notifications.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import type { Person } from '../access/actor.ts'
import { markNotificationsRead, notificationsPage, setSetting, settingsOf, unreadOf } from './notifications.sql.ts'
import { presentNotification } from './present-notification.ts'

export async function listNotifications(
  actor: Person,
  query: { after?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 25
  const found = await notificationsPage(actor.communityId, actor.memberId, readIdCursor(query.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(presentNotification), next: found.length > limit && last ? writeCursor(last.id) : null }
}

/** Marks these, or all, as read; answers how many are left. */
export async function markRead(actor: Person, ids: readonly string[] | undefined): Promise<{ unread: number }> {
  await markNotificationsRead(actor.communityId, actor.memberId, ids ?? null)
  return { unread: await unreadOf(actor.communityId, actor.memberId) }
}

/** Every kind with what this person chose; the bell is on until they turn it off, mail is off until they turn it on, but for what waits for an answer. */
export async function notificationSettings(
  actor: Person,
): Promise<{ kind: NotificationKind; bell: boolean; email: boolean }[]> {
  const chosen = new Map((await settingsOf(actor.communityId, actor.memberId)).map(row => [row.kind, row]))
  return notificationKinds.map(kind => ({
    kind,
    bell: chosen.get(kind)?.bell ?? true,
    email: chosen.get(kind)?.email ?? mailedAtFirst.includes(kind),
  }))
}

export async function changeNotificationSetting(
  actor: Person,
  setting: { kind: NotificationKind; bell: boolean; email: boolean },
): Promise<void> {
  await setSetting(actor.communityId, actor.memberId, setting)
}

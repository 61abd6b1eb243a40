import type { Language } from '../../../contract/api/basics.ts'
import type { Notification } from '../../../contract/api/notifications.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { say } from '../../platform/words.ts'
import type { NotificationRow } from './notifications.sql.ts'

export function presentNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    actor: row.actor,
    groupName: row.group_name,
    values: row.values,
    href: pathOf(row),
    createdAt: row.created_at.toISOString(),
    read: row.read_at !== null,
  }
}

/** The sentence of a mail; screens fill the same one. */
export const sentence = (language: Language, row: NotificationRow): string =>
  say(language, `notifications.said.${row.kind}`, {
    actor: row.actor?.name ?? '',
    group: row.group_name ?? '',
    ...row.values,
  })

export const linkTo = (row: NotificationRow): string => `${publicOrigin()}${pathOf(row)}`

/** Where a notification leads, inside the web. */
function pathOf(row: NotificationRow): string {
  if (row.kind === 'integration_needs_attention') return `/admin/integrations/${row.values.integrationId ?? ''}`
  if (row.kind === 'group_asked') return `/groups/${row.group_id}/members`
  if (row.kind.startsWith('group_')) return `/groups/${row.group_id}`
  return `/posts/${row.values.postId ?? row.subject_id}`
}

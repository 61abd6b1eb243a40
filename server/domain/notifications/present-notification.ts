import type { Notification, NotificationKind } from '../../../contract/api/notifications.ts'
import type { NotificationRow } from './notifications.sql.ts'

export function presentNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    actor: row.actor,
    groupName: row.group_name,
    values: row.values,
    href: pathTo({
      kind: row.kind,
      values: row.values,
      ...(row.group_id && { groupId: row.group_id }),
      ...(row.subject_id && { subjectId: row.subject_id }),
    }),
    createdAt: row.created_at.toISOString(),
    read: row.read_at !== null,
  }
}

interface About {
  readonly kind: NotificationKind
  readonly groupId?: string
  readonly subjectId?: string
  readonly values: Readonly<Record<string, string | number>>
}

/** Where a notification leads, inside the web. */
export function pathTo({ kind, groupId, subjectId, values }: About): string {
  if (values.mine) return '/account'
  if (kind === 'content_reported') return '/admin/reports'
  if (kind === 'log_export_ready') return '/admin/activity?exports=1'
  if (kind === 'badge_awarded') return `/people/${values.memberId ?? ''}`
  if (kind === 'report_settled' && values.outcome === 'deleted') return '/notifications'
  if (kind === 'request_made') return `/admin/requests?request=${subjectId}`
  if (kind.startsWith('request_') && values.decides) return `/admin/requests?request=${subjectId}`
  if (kind === 'request_approved' && values.postId) return `/posts/${values.postId}`
  if (kind.startsWith('request_')) return `/explore/integrations/${values.integrationId ?? ''}`
  if (kind === 'integration_put_back') return `/groups/${groupId}/integrations`
  if (kind.startsWith('integration_')) return `/admin/integrations/${values.integrationId ?? ''}`
  if (kind.startsWith('permissions_')) return `/admin/integrations/${values.integrationId ?? ''}?tab=grant`
  if (kind === 'message') return `/messages/${subjectId}`
  if (kind === 'group_asked') return `/groups/${groupId}/members`
  if (kind.startsWith('group_') || kind === 'post_waits' || kind === 'post_declined') return `/groups/${groupId}`
  return `/posts/${values.postId ?? subjectId}`
}

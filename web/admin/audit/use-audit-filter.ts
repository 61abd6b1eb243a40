import type { AuditFilter } from '../../../contract/api/audit.ts'
import { id, instant, useAddressFilter, written } from '../activity/use-address-filter.ts'

const parts = {
  integration: { key: 'integration', label: 'activity.filter.integration', read: written(200) },
  subject: { key: 'subject', label: 'audit.filter.subject', read: written(40, /^[a-z_]+$/) },
  action: { key: 'action', label: 'audit.filter.action', read: written(60, /^[a-z_]+(?:\.[a-z_]*)?$/) },
  actor: { key: 'actor', label: 'audit.column.who', read: id },
  address: { key: 'address', label: 'activity.filter.address', read: written(60) },
  userAgent: { key: 'userAgent', label: 'activity.filter.user_agent', read: written(100) },
  country: { key: 'country', label: 'audit.filter.country', read: written(2, /^[A-Za-z]{2}$/) },
  from: { key: 'from', label: 'activity.filter.from', read: instant },
  to: { key: 'to', label: 'activity.filter.to', read: instant },
} as const

/** What the audit is looked through for. */
export function useAuditFilter() {
  const { given, ...rest } = useAddressFilter<AuditFilter, keyof typeof parts>(parts)
  return { ...rest, isFiltered: given.length > 0 }
}

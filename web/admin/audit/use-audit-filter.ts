import type { AuditFilter } from '../../../contract/api/audit.ts'
import { useWholeAddress } from '../../ui/address.ts'
import { instant } from '../activity/use-call-filter.ts'

const names = ['integration', 'subject', 'action', 'actor', 'address', 'userAgent', 'country', 'from', 'to'] as const

/** The filter as it stands in the address; what is not one of ours there is not asked for. */
export function useAuditFilter() {
  const [query, change] = useWholeAddress()
  const text = Object.fromEntries(
    names.map(name => [name, query[name] === undefined ? undefined : String(query[name])]),
  )
  const like = (name: string, shape: RegExp) => (text[name] && shape.test(text[name]) ? text[name] : undefined)
  const given = {
    integration: text.integration,
    subject: like('subject', /^[a-z_]+$/),
    action: like('action', /^[a-z_]+(?:\.[a-z_]*)?$/),
    actor: like('actor', /^\d{1,18}$/),
    address: text.address,
    userAgent: text.userAgent,
    country: like('country', /^[A-Za-z]{2}$/),
    from: instant(text.from),
    to: instant(text.to),
  }
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as AuditFilter
  return {
    filter,
    change,
    isFiltered: Object.keys(filter).length > 0,
    clear: () => change(Object.fromEntries(names.map(name => [name, undefined]))),
  }
}

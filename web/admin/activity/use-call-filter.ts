import { type CallFilter, callKinds, callMethods } from '../../../contract/api/api-log.ts'
import { id, instant, number, oneOf, useAddressFilter, written } from './use-address-filter.ts'

const field = <Key extends keyof CallFilter>(
  label: string,
  key: Key,
  read: (text: string) => string | number | undefined,
) => ({ label: `activity.filter.${label}`, key, read })

const parts = {
  integration: field('integration', 'integration', written(200)),
  api: field('api', 'api', oneOf(callKinds)),
  status: field('status', 'status', written(6, /^(?:\d{1,3}|[1-5]xx|failed)$/)),
  method: field('method', 'method', oneOf(callMethods)),
  path: field('path', 'path', written(200)),
  origin: field('origin', 'origin', oneOf(['connector', 'custom'])),
  app: field('app_id', 'appId', id),
  permission: field('permission', 'permission', written(60)),
  group: field('group', 'groupId', id),
  code: field('code', 'code', number),
  ms: field('ms', 'ms', number),
  bytes: field('bytes', 'bytes', number),
  address: field('address', 'address', written(60)),
  agent: field('user_agent', 'userAgent', written(100)),
  trace: field('trace', 'traceId', written(60)),
  from: field('from', 'from', instant),
  to: field('to', 'to', instant),
}
/** What stands before the fold. */
const open: ReadonlySet<string> = new Set(['integration', 'api', 'status', 'path'])

/** What the log is looked through for; `only` in the log of one integration. */
export function useCallFilter(only?: string) {
  const { filter, given, ...rest } = useAddressFilter<CallFilter, keyof typeof parts>(parts)
  return {
    ...rest,
    filter: only === undefined ? filter : { ...filter, integration: only },
    isFiltered: given.some(name => name !== 'integration' || only === undefined),
    isFolded: given.some(name => !open.has(name)),
  }
}

import { type CallFilter, callKinds, callMethods } from '../../../contract/api/api-log.ts'
import { useWholeAddress } from '../../ui/address.ts'

/** Parts of the address that are the filter. */
const names = [
  ...['integration', 'api', 'status', 'method', 'path', 'origin', 'app', 'permission', 'group', 'code', 'ms', 'bytes'],
  ...['address', 'agent', 'trace', 'from', 'to'],
] as const
/** What stands behind the fold. */
const folded = [
  'origin',
  'app',
  'permission',
  'group',
  'code',
  'ms',
  'bytes',
  'address',
  'agent',
  'trace',
  'from',
  'to',
]

const nothing = Object.fromEntries(names.map(name => [name, undefined]))

const digits = (text: string | undefined): string | undefined => (text && /^\d{1,18}$/.test(text) ? text : undefined)
const number = (text: string | undefined): number | undefined => (digits(text) ? Number(text) : undefined)
export const instant = (text: string | undefined): string | undefined =>
  text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined

/** The filter as it stands in the address; what is not one of ours there is not asked for. */
export function useCallFilter(only?: string) {
  const [query, change] = useWholeAddress()
  const text = Object.fromEntries(
    names.map(name => [name, query[name] === undefined ? undefined : String(query[name])]),
  )
  const given: CallFilter = {
    integration: only ?? text.integration,
    api: callKinds.find(one => one === text.api),
    status: text.status && /^(?:\d{1,3}|[1-5]xx|failed)$/.test(text.status) ? text.status : undefined,
    method: callMethods.find(one => one === text.method),
    path: text.path,
    origin: (['connector', 'custom'] as const).find(one => one === text.origin),
    appId: digits(text.app),
    permission: text.permission,
    groupId: digits(text.group),
    code: number(text.code),
    ms: number(text.ms),
    bytes: number(text.bytes),
    address: text.address,
    userAgent: text.agent,
    traceId: text.trace,
    from: instant(text.from),
    to: instant(text.to),
  } as CallFilter
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as CallFilter
  return {
    filter,
    text,
    change,
    isFiltered: Object.keys(filter).some(name => name !== 'integration' || only === undefined),
    isFolded: folded.some(name => text[name] !== undefined),
    clear: () => change(nothing),
    /** Looks for this, and for nothing else any more. */
    lookFor: (part: (typeof names)[number], value: string) => change({ ...nothing, [part]: value }),
  }
}

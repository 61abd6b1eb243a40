import type { Call } from '../../../connectors/connector.ts'
import { under } from '../../../connectors/hosts.ts'

/** Where a call goes: the declared address, or the host of the account's own that lies under it. */
export function baseOf(declared: string, own: string | undefined): string {
  if (own === undefined) return declared
  if (!URL.canParse(own) || !under(new URL(own), declared)) throw new Error(`${own} does not lie under ${declared}`)
  return own.replace(/\/$/, '')
}

/** The request that a call becomes; refused where it would lead out of its address. */
export function outgoing(base: string, call: Call, access: string | undefined) {
  const query = Object.entries(call.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const search = new URLSearchParams(query).toString()
  const body =
    call.json !== undefined
      ? JSON.stringify(call.json)
      : call.form
        ? new URLSearchParams(call.form).toString()
        : undefined
  const type =
    call.json !== undefined ? 'application/json' : call.form ? 'application/x-www-form-urlencoded' : undefined
  const url = new URL(`${base}${call.path}${search && `${call.path.includes('?') ? '&' : '?'}${search}`}`).href
  // What somebody pasted may have become part of the path: it leads nowhere else.
  if (base.includes('*') || !url.startsWith(`${new URL(`${base}/`).href}`))
    throw new Error(`${call.path} leads out of “${call.address}”`)
  return {
    method: call.method ?? 'GET',
    url,
    headers: {
      accept: 'application/json',
      ...(type && { 'content-type': type }),
      ...(access && !call.anonymous && { authorization: `Bearer ${access}` }),
      ...call.headers,
    },
    ...(body !== undefined && { body }),
    ...(call.longest !== undefined && { limit: call.longest }),
  }
}

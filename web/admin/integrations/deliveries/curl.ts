import type { DeliveryDetail } from '../../../../contract/api/webhooks.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A line for a terminal that sends the same: with the signatures it was sent with, and no secret to make others. */
export function curlOf({ address, body, attempts }: DeliveryDetail): string | undefined {
  if (!address || body === null) return undefined
  const headers = attempts[0]?.requestHeaders ?? { 'Content-Type': 'application/json' }
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  return [`curl -X POST ${quoted(address)}`, ...lines, `--data-raw ${quoted(body)}`].join(' \\\n  ')
}

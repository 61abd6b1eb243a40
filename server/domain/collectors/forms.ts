/** The same rows as each kind of collector takes them. */
import { visibleJson } from '../../platform/harmless.ts'
import type { Told } from './read-behind.ts'

/** One JSON object a line. */
export const asLines = (told: readonly Told[]): string =>
  told.map(({ log, time, fields }) => `${visibleJson(JSON.stringify({ log, time, ...fields }))}\n`).join('')

/** OTLP over HTTP in JSON (opentelemetry-proto, logs/v1). Numbers of nanoseconds are text there. */
export function asOtlp(told: readonly Told[]): string {
  const logRecords = told.map(({ log, time, failed, fields }) => ({
    timeUnixNano: `${Date.parse(time)}000000`,
    observedTimeUnixNano: `${Date.parse(time)}000000`,
    severityNumber: failed ? 13 : 9,
    severityText: failed ? 'WARN' : 'INFO',
    body: { stringValue: log === 'api' ? `${fields.method} ${fields.path}` : String(fields.action) },
    attributes: attributesOf({ log, ...fields }),
  }))
  const request = JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: attributesOf({ 'service.name': 'passerelle' }) },
        scopeLogs: [{ scope: { name: 'passerelle' }, logRecords }],
      },
    ],
  })
  return visibleJson(request)
}

const attributesOf = (fields: Readonly<Record<string, string | number | null>>) =>
  Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [{ key, value: typed(value) }]))

function typed(value: string | number) {
  if (typeof value === 'string') return { stringValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

/** RFC 5424, each message after its length (RFC 6587 3.4.1), so that no line break ends one. */
export function asSyslog(told: readonly Told[], host: string): Buffer {
  const messages = told.map(({ log, time, failed, fields }) => {
    const said = `<${failed ? warning : info}>1 ${time} ${host} passerelle - ${log} - ${visibleJson(JSON.stringify({ log, time, ...fields }))}`
    return Buffer.from(`${Buffer.byteLength(said)} ${said}`)
  })
  return Buffer.concat(messages)
}

/** Facility local0. */
const info = 16 * 8 + 6
const warning = 16 * 8 + 4

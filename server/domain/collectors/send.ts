import { publicOrigin } from '../../platform/addresses.ts'
import { callService, sendBytes } from '../../platform/outbound.ts'
import { secretOf } from './change-collector.ts'
import type { CollectorRow } from './collectors.sql.ts'
import { asLines, asOtlp, asSyslog } from './forms.ts'
import type { Told } from './read-behind.ts'

const timeout = 10_000
/** The status is its answer: a body that never ends does not make us send all of it again. */
const patience = 1_000

/** What went wrong, in a word; nothing where it took them. */
export async function send(row: CollectorRow, told: readonly Told[]): Promise<string | undefined> {
  try {
    if (row.kind === 'syslog') {
      await sendBytes(new URL(row.url), asSyslog(told, new URL(publicOrigin()).hostname), timeout)
      return undefined
    }
    const answer = await callService({
      method: 'POST',
      url: placeOf(row),
      headers: headersOf(row),
      body: bodyOf(row, told),
      timeout,
      patience,
    })
    return answer.status < 300 ? undefined : `HTTP ${answer.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable'
  }
}

const bodyOf = ({ kind }: CollectorRow, told: readonly Told[]): string =>
  kind === 'otlp' ? asOtlp(told) : asLines(told)

/** Collectors of OTLP are named by their root; logs have a path of their own there. */
function placeOf({ kind, url }: CollectorRow): string {
  const at = new URL(url)
  if (kind === 'otlp' && at.pathname === '/') at.pathname = '/v1/logs'
  return at.href
}

function headersOf(row: CollectorRow): Record<string, string> {
  const secret = secretOf(row)
  return {
    'content-type': row.kind === 'otlp' ? 'application/json' : 'application/x-ndjson',
    ...(secret !== undefined && { authorization: secret }),
  }
}

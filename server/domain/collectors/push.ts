import { publicOrigin } from '../../platform/addresses.ts'
import { callService, sendBytes } from '../../platform/outbound.ts'
import { secretOf } from './change-collector.ts'
import { type CollectorRow, endLease, leaseCollectors, putProblem, putTaken } from './collectors.sql.ts'
import { asLines, asOtlp, asSyslog } from './forms.ts'
import { readBehind, type Told } from './read-behind.ts'

const timeout = 10_000
/** The status is its answer: a body that never ends does not make us send all of it again. */
const patience = 1_000

/**
 * Brings every collector up to where the logs are. The cursor moves when a batch was taken: one that was away gets everything afterwards, and what was
 * taken just before a process ended comes twice, with the same ids.
 */
export async function pushToCollectors(): Promise<void> {
  await Promise.all((await leaseCollectors()).map(push))
}

async function push(row: CollectorRow): Promise<void> {
  for (let standing = row; ; ) {
    const behind = await readBehind(standing)
    if (behind.told.length === 0) break
    const problem = await send(standing, behind.told)
    if (problem !== undefined) {
      await putProblem(row, problem)
      return
    }
    // Where somebody changed its address meanwhile, the next batch goes there.
    const now = await putTaken(row, behind.cursor, behind.told.length)
    if (!now || !behind.isFull) break
    standing = now
  }
  await endLease(row)
}

/** What went wrong, in a word; nothing where it took them. */
async function send(row: CollectorRow, told: readonly Told[]): Promise<string | undefined> {
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

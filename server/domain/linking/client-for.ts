import type { Listed } from '../../../connectors/catalog.ts'
import { type Answer, type Call, type Client, ServiceUnreachable } from '../../../connectors/connector.ts'
import { now } from '../../platform/clock.ts'
import { newTraceId } from '../../platform/ids.ts'
import type { Incoming } from '../../platform/outbound.ts'
import { callOut } from '../api-log/call-out.ts'
import { addressesOf, getListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { memoryOf } from './account-memory.ts'
import { type AccountRow, accountOf } from './accounts.sql.ts'
import { breakAccount } from './break-account.ts'
import { AccountNeeded, freshTokens, isStale } from './fresh-tokens.ts'
import { baseOf, outgoing } from './outgoing.ts'
import { openTokens, type Tokens } from './tokens.ts'

/** A client that calls with this member's account (a bot's is the installation's own); throws `AccountNeeded` where there is none that works. */
export const clientFor = async (
  row: InstallationRow,
  memberId: string,
  purpose: Purpose = 'connector',
): Promise<Client<never>> => clientOf(row, await accountOf(row.community_id, row.id, memberId), purpose)

/** The same, where the account was looked up already. */
export async function clientOf(
  row: InstallationRow,
  account: AccountRow | undefined,
  purpose: Purpose = 'connector',
): Promise<Client<never>> {
  const listed = getListed(row.integration_id)
  if (!listed.connector.oauth) return clientWith(listed, row, undefined, undefined, purpose)
  if (!account || account.state === 'broken') throw new AccountNeeded()
  const tokens = isStale(account)
    ? await freshTokens(listed, row, account.id, undefined)
    : openTokens(account.id, account.tokens)
  const renewal = {
    again: (used: string) => freshTokens(listed, row, account.id, used),
    lost: () => breakAccount(row, account.id, 'HTTP 401'),
  }
  const client = clientWith(listed, row, tokens, renewal, purpose)
  return { ...client, memory: memoryOf(account.id) }
}

/** What the log calls it: a card that is made for somebody, or anything else that a connector asks. */
export type Purpose = 'preview' | 'connector'

/** What to do when the service does not take the tokens: `again` gives others, `lost` hears that it does not take those either. */
interface Renewal {
  again(used: string): Promise<Tokens>
  lost(): Promise<void>
}

/** Calls the connector's declared addresses and no others. */
export function clientWith(
  listed: Listed,
  row: InstallationRow,
  tokens: Tokens | undefined,
  renewal?: Renewal,
  purpose: Purpose = 'connector',
): Client<never> {
  const settings = wholeSettings(row)
  const place = placeOf(listed, settings)
  const declared = addressesOf(listed, settings)
  let held = tokens
  const whose = {
    communityId: row.community_id,
    installationId: row.id,
    api: purpose,
    permissions: purpose === 'preview' ? ['preview_links'] : [],
    // All that one card or one catch-up asks can be found together.
    traceId: newTraceId(),
  }
  const once = async (call: Call): Promise<Answer> =>
    answerOf(await callOut(whose, outgoing(baseOf(place.address(call.address), call.at), call, held?.access)))
  return {
    ...place,
    now,
    details: tokens?.details ?? {},
    memory: new Map(),
    async call(call) {
      if (!declared[call.address])
        throw new Error(`${listed.connector.id} may not call “${call.address}”: it is not among its addresses`)
      const answer = await reached(listed, () => once(call))
      if (answer.status !== 401 || !held || !renewal || call.anonymous) return answer
      held = await renewal.again(held.access)
      const second = await reached(listed, () => once(call))
      if (second.status === 401) await renewal.lost()
      return second
    },
  }
}

/** No answer, or one that says to come back: the same to every connector. When, it may say in words of its own. */
async function reached({ connector }: Listed, call: () => Promise<Answer>): Promise<Answer> {
  const answer = await call().catch((error: unknown) => {
    throw new ServiceUnreachable(error instanceof Error ? error.message : String(error))
  })
  if (answer.status !== 429 && answer.status < 500) return answer
  const own = connector.retryAfter?.(answer, now())
  throw new ServiceUnreachable(`HTTP ${answer.status}`, whole(own) ?? retryAfter(answer.headers['retry-after']))
}

function answerOf(incoming: Incoming): Answer {
  if (incoming.cut) throw new Error('the answer is too long, or compressed though we asked for none')
  const text = incoming.body.toString('utf8')
  return { status: incoming.status, headers: incoming.headers, bytes: incoming.body, text, json: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function retryAfter(header: string | undefined): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now()) / 1_000)
  return whole(seconds)
}

/** What a service says may be anything. */
const whole = (seconds: number | undefined): number | undefined =>
  seconds !== undefined && Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined

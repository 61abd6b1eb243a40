import type { Listed } from '../../../connectors/catalog.ts'
import { type Answer, type Call, type Client, ServiceUnreachable } from '../../../connectors/connector.ts'
import { now } from '../../platform/clock.ts'
import { transaction } from '../../platform/db.ts'
import { callService, type Incoming } from '../../platform/outbound.ts'
import { addressesOf, getListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { accountOf, lockAccount, setTokens } from './accounts.sql.ts'
import { breakAccount } from './break-account.ts'
import { GrantRefused, openTokens, refreshTokens, sealTokens, type Tokens } from './tokens.ts'

/** Refreshed this long before its end, so that a call under way does not meet it. */
const earlyMs = 60_000

/** This member's account is not there, or the service took it away. */
export class AccountNeeded extends Error {
  constructor() {
    super('an account at the service is needed')
    this.name = 'AccountNeeded'
  }
}

/** A client that calls with this member's account (a bot's is the installation's own); throws `AccountNeeded` where there is none that works. */
export async function clientFor(row: InstallationRow, memberId: string): Promise<Client<never>> {
  const listed = getListed(row.integration_id)
  if (!listed.connector.oauth) return clientWith(listed, row, undefined)
  const account = await accountOf(row.community_id, row.id, memberId)
  if (!account || account.state === 'broken') throw new AccountNeeded()
  const stale = account.expires_at !== null && account.expires_at.getTime() - earlyMs < now()
  const tokens = stale ? await freshTokens(listed, row, account.id, undefined) : openTokens(account.id, account.tokens)
  return clientWith(listed, row, tokens, used => freshTokens(listed, row, account.id, used))
}

/**
 * Tokens that are not `refused`: refreshed under a lock that holds for every process, stored before they are used. Who waited for the lock finds
 * what the winner stored. A definite refusal breaks the account; an outage never does.
 */
async function freshTokens(
  listed: Listed,
  row: InstallationRow,
  accountId: string,
  refused: string | undefined,
): Promise<Tokens> {
  try {
    return await transaction(async () => {
      const account = await lockAccount(row.community_id, accountId)
      if (!account || account.state === 'broken') throw new AccountNeeded()
      const before = openTokens(accountId, account.tokens)
      const good = refused ? before.access !== refused : (account.expires_at?.getTime() ?? 0) - earlyMs > now()
      if (good) return before
      const fresh = await refreshTokens(listed, row, before)
      await setTokens(
        row.community_id,
        accountId,
        sealTokens(accountId, fresh),
        fresh.expiresAt ? new Date(fresh.expiresAt) : null,
      )
      return fresh
    })
  } catch (error) {
    if (!(error instanceof GrantRefused))
      throw error instanceof AccountNeeded ? error : new ServiceUnreachable(String(error))
    await breakAccount(row, accountId, error.message)
    throw new AccountNeeded()
  }
}

/** Calls the connector's declared addresses and no others. `again` gives other tokens when the service does not take these. */
export function clientWith(
  listed: Listed,
  row: InstallationRow,
  tokens: Tokens | undefined,
  again?: (used: string) => Promise<Tokens>,
): Client<never> {
  const settings = wholeSettings(row)
  const place = placeOf(listed, settings)
  const declared = addressesOf(listed, settings)
  let held = tokens
  const once = async (call: Call): Promise<Answer> =>
    answerOf(await callService(outgoing(place.address(call.address), call, held?.access)))
  return {
    ...place,
    now,
    details: tokens?.details ?? {},
    async call(call) {
      if (!declared[call.address])
        throw new Error(`${listed.connector.id} may not call “${call.address}”: it is not among its addresses`)
      const answer = await reached(() => once(call))
      if (answer.status !== 401 || !held || !again) return answer
      held = await again(held.access)
      return reached(() => once(call))
    },
  }
}

/** No answer, or one that says to come back: the same to every connector. */
async function reached(call: () => Promise<Answer>): Promise<Answer> {
  const answer = await call().catch((error: unknown) => {
    throw new ServiceUnreachable(error instanceof Error ? error.message : String(error))
  })
  if (answer.status === 429 || answer.status >= 500)
    throw new ServiceUnreachable(`HTTP ${answer.status}`, retryAfter(answer.headers['retry-after']))
  return answer
}

function outgoing(base: string, call: Call, access: string | undefined) {
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
  return {
    method: call.method ?? 'GET',
    url: `${base}${call.path}${search && `${call.path.includes('?') ? '&' : '?'}${search}`}`,
    headers: {
      accept: 'application/json',
      ...(type && { 'content-type': type }),
      ...(access && { authorization: `Bearer ${access}` }),
      ...call.headers,
    },
    ...(body !== undefined && { body }),
  }
}

function answerOf(incoming: Incoming): Answer {
  const text = incoming.body.toString('utf8')
  return { status: incoming.status, headers: incoming.headers, text, json: parse(text) }
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
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

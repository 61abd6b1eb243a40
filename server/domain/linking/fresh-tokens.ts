import { setTimeout as wait } from 'node:timers/promises'
import type { Listed } from '../../../connectors/catalog.ts'
import { ServiceUnreachable } from '../../../connectors/connector.ts'
import { now } from '../../platform/clock.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { type AccountRow, accountById, claimRefresh, releaseRefresh, setTokens } from './accounts.sql.ts'
import { breakAccount, breakClient } from './break-account.ts'
import { askToRevoke } from './revoke-grant.ts'
import { ClientRefused, GrantRefused, openTokens, refreshTokens, sealTokens, type Tokens } from './tokens.ts'

/** Refreshed this long before its end, so that a call under way does not meet it. */
const earlyMs = 60_000
/** Longer than a claim lasts: whoever waits sees it end. */
const patienceMs = 12_000
const lookEveryMs = 40

/** This member's account is not there, or the service took it away. */
export class AccountNeeded extends Error {
  constructor() {
    super('account_needed')
    this.name = 'AccountNeeded'
  }
}

const underWay = new Map<string, Promise<Tokens>>()

export const isStale = (account: AccountRow): boolean =>
  account.expires_at !== null && account.expires_at.getTime() - earlyMs < now()

/**
 * Tokens that are not `refused`. One call refreshes for everyone who waits here, and one process for all processes: two refreshes would kill each
 * other's token. They are stored before they are used. A definite refusal breaks the account; an outage never does.
 */
export function freshTokens(
  listed: Listed,
  row: InstallationRow,
  accountId: string,
  refused: string | undefined,
): Promise<Tokens> {
  const found = underWay.get(accountId)
  if (found) return found
  const getting = claimOrWait(listed, row, accountId, refused).finally(() => underWay.delete(accountId))
  underWay.set(accountId, getting)
  return getting
}

async function claimOrWait(
  listed: Listed,
  row: InstallationRow,
  accountId: string,
  refused: string | undefined,
): Promise<Tokens> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    const account = await accountById(row.community_id, accountId)
    if (!account || account.state === 'broken') throw new AccountNeeded()
    const tokens = openTokens(accountId, account.tokens)
    if (refused === undefined ? !isStale(account) : tokens.access !== refused) return tokens
    const claimed = await claimRefresh(row.community_id, accountId, account.tokens)
    if (claimed) return refreshNow(listed, row, account)
    await wait(lookEveryMs)
  }
  throw new ServiceUnreachable('the sign-in is being renewed elsewhere')
}

async function refreshNow(listed: Listed, row: InstallationRow, account: AccountRow): Promise<Tokens> {
  const accountId = account.id
  try {
    const fresh = await refreshTokens(listed, row, openTokens(accountId, account.tokens))
    const expiresAt = fresh.expiresAt ? new Date(fresh.expiresAt) : null
    const kept = await setTokens(row.community_id, accountId, sealTokens(accountId, fresh), expiresAt)
    if (kept > 0) return fresh
    // Unlinked while the service was asked: what came back belongs to nobody here, and goes back.
    await askToRevoke(row, fresh, account.external_id)
    throw new AccountNeeded()
  } catch (error) {
    if (error instanceof AccountNeeded) throw error
    await releaseRefresh(row.community_id, accountId)
    if (error instanceof GrantRefused) {
      await breakAccount(row, accountId, error.message)
      throw new AccountNeeded()
    }
    if (error instanceof ClientRefused) await breakClient(row, error.message)
    throw new ServiceUnreachable(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The account as it is once nobody renews it, and so that nobody does for a while: who gives its tokens back must not hold a pair that the service is
 * about to replace. Nothing where it is gone by then; as it stands where a renewal does not end.
 */
export async function onceRenewed({ community_id: communityId, id }: AccountRow): Promise<AccountRow | undefined> {
  const end = performance.now() + patienceMs
  for (;;) {
    const account = await accountById(communityId, id)
    if (!account || (await claimRefresh(communityId, id, account.tokens)) || performance.now() > end) return account
    await wait(lookEveryMs)
  }
}

import type { RefusalCode } from '../../../contract/refusals.ts'
import { rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { isKnownBrowser, nameOfBrowser } from './known-browser.ts'
import type { Visitor } from './start-session.ts'

/** This many wrong passwords are free; each further one doubles the wait, up to five minutes (threats.md A28). */
const free = 5
const longest = 300
/** A whole network gets more, since many people may share one address. */
const freeForNetwork = 50
/** Links by mail: each is a message to somebody who may not have asked. */
const freeLinks = 3
const freeLinksForNetwork = 20

interface Limit {
  readonly subject: string
  readonly allowed: number
}

/** To be called when the password was right: the attempt no longer counts, nor do this person's wrong ones before it. */
type Right = () => Promise<void>

/**
 * Counts one attempt to sign in as wrong before it is looked at, so that many at once are as many as one after the other; refuses while there were
 * too many. A browser that signed in to this account before has a count of its own: whoever guesses from elsewhere does not lock its owner out.
 */
export const attemptSignIn = (email: string, { known, address }: Visitor): Promise<Right> =>
  attempt(
    'sign_in_throttled',
    known && isKnownBrowser(known, email)
      ? [{ subject: `browser ${nameOfBrowser(known)}`, allowed: free }]
      : [
          { subject: `account ${email.toLowerCase()}`, allowed: free },
          { subject: `network ${address}`, allowed: freeForNetwork },
        ],
  )

/** The same for who is signed in and proves once more who they are. */
export const attemptOwnPassword = (accountId: string): Promise<Right> =>
  attempt('sign_in_throttled', [{ subject: `own ${accountId}`, allowed: free }])

/** The same for codes that are typed for a device: whoever guesses is slowed down. */
export const attemptTypedCode = (accountId: string): Promise<Right> =>
  attempt('sign_in_throttled', [{ subject: `typed ${accountId}`, allowed: free }])

/** Links have limits of their own: wrong passwords of others do not keep anybody from getting one. */
export async function countLinkAsked(email: string, address: string): Promise<void> {
  await attempt('reset_throttled', [
    { subject: `link ${email.toLowerCase()}`, allowed: freeLinks },
    { subject: `link-network ${address}`, allowed: freeLinksForNetwork },
  ])
}

async function attempt(code: RefusalCode, limits: readonly Limit[]): Promise<Right> {
  const subjects = limits.map(limit => limit.subject)
  const taken = await transaction(async () => {
    const seconds = Math.ceil(await longestWait(limits))
    if (seconds > 0) throw new Refusal(code, { seconds })
    return rows<{ subject: string; at: string }>(sql`
      insert into sign_in_failures (subject, at) select subject, clock_timestamp() from unnest(${subjects}::text[]) as subject
      returning subject, at::text as at`)
  })
  return async () => {
    await run(sql`
      delete from sign_in_failures where subject = ${subjects[0]}
        or (subject, at) in (select * from unnest(${taken.map(row => row.subject)}::text[], ${taken.map(row => row.at)}::timestamptz[]))`)
  }
}

/** Attempts on one subject wait for one another, so that each sees those before it. */
async function longestWait(limits: readonly Limit[]): Promise<number> {
  const subjects = limits.map(limit => limit.subject)
  await run(sql`
    select pg_advisory_xact_lock(hashtextextended(subject, 0))
    from (select subject from unnest(${subjects}::text[]) with ordinality as s(subject, n) order by n) as in_order`)
  const found = await rows<{ subject: string; failures: number; ago: number }>(sql`
    select subject, count(*)::int as failures, extract(epoch from clock_timestamp() - max(at))::float8 as ago
    from sign_in_failures where subject = any(${subjects}::text[]) and at > now() - interval '1 hour' group by subject`)
  return Math.max(0, ...found.map(row => waitAfter(row, limits)))
}

function waitAfter(
  { subject, failures, ago }: { subject: string; failures: number; ago: number },
  limits: readonly Limit[],
): number {
  const allowed = limits.find(limit => limit.subject === subject)?.allowed ?? 0
  return failures < allowed ? 0 : Math.min(longest, 2 ** (failures - allowed)) - ago
}

import { maybe, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'

/** This many wrong passwords are free; each further one doubles the wait, up to five minutes (threats.md A28). */
const free = 5
const longest = 300
/** A whole network gets more, since many people may share one address. */
const freeForNetwork = 50

/**
 * Refuses while too many attempts failed lately, for this account or from this network. The wait is bounded and forgets after an hour, so
 * nobody can lock an owner out for good: after the wait the right password works, and a reset link always does.
 */
export async function refuseTooMany(email: string, address: string): Promise<void> {
  const [account, network] = await Promise.all([
    waitOf(subjectOf('account', email), free),
    waitOf(subjectOf('network', address), freeForNetwork),
  ])
  const seconds = Math.ceil(Math.max(account, network))
  if (seconds > 0) throw new Refusal('sign_in_throttled', { seconds })
}

export async function noteFailure(email: string, address: string): Promise<void> {
  await run(
    sql`insert into sign_in_failures (subject) values (${subjectOf('account', email)}), (${subjectOf('network', address)})`,
  )
  await run(sql`delete from sign_in_failures where at < now() - interval '1 hour'`)
}

export async function forgetFailures(email: string): Promise<void> {
  await run(sql`delete from sign_in_failures where subject = ${subjectOf('account', email)}`)
}

const subjectOf = (kind: 'account' | 'network', name: string): string => `${kind} ${name.toLowerCase()}`

async function waitOf(subject: string, allowed: number): Promise<number> {
  const found = await maybe<{ failures: number; ago: number }>(sql`
    select count(*)::int as failures, extract(epoch from now() - max(at))::float8 as ago
    from sign_in_failures where subject = ${subject} and at > now() - interval '1 hour'`)
  if (!found || found.failures < allowed) return 0
  return Math.min(longest, 2 ** (found.failures - allowed)) - found.ago
}

/**
 * Who did what to what, before and after. Rows are only ever added: the server's database role may not change or delete them
 * (migrations/rights.sql). Secrets and content never enter.
 */
import { plainAddress } from '../../platform/addresses.ts'
import { run, sql } from '../../platform/db.ts'

export interface AuditEntry {
  readonly communityId: string
  /** Nobody signed in: a command of the operator, or the server itself. */
  readonly actorId?: string
  /** `noun.verb`, e.g. `integration.enabled`; the sentence is `audit.<action>`. */
  readonly action: string
  /** What it was done to: a noun (`integration`, `person`, `group`), its id beside it. */
  readonly subject: string
  readonly subjectId?: string
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
  readonly address?: string
  readonly userAgent?: string
  readonly country?: string
}

/** Where somebody acts from, as an entry says it. */
export const cameFrom = ({
  address,
  userAgent,
  country,
}: {
  address?: string
  userAgent?: string | null
  country?: string
}) => ({
  ...(address && { address }),
  ...(userAgent && { userAgent: userAgent.slice(0, longestAgent) }),
  ...(country && { country }),
})
const longestAgent = 300

/** Writes the entry in the open transaction, beside the change it speaks of. */
export async function record(entry: AuditEntry): Promise<void> {
  await run(sql`
    insert into audit (community_id, actor_id, action, subject, subject_id, before, after, address, user_agent, country)
    values (${entry.communityId}, ${entry.actorId ?? null}, ${entry.action}, ${entry.subject}, ${entry.subjectId ?? null},
      ${entry.before ? JSON.stringify(entry.before) : null}::jsonb, ${entry.after ? JSON.stringify(entry.after) : null}::jsonb,
      ${entry.address ? plainAddress(entry.address) : null}, ${entry.userAgent ?? null}, ${entry.country ?? null})`)
}

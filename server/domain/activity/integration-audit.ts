import type { MemberRef } from '../../../contract/api/basics.ts'
import type { AuditRow } from '../../../contract/api/integrations.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { listingOf } from '../integrations/listings.ts'
import type { Written } from './audit.sql.ts'
import { hiddenFrom } from './hidden-groups.ts'
import { sentenceOf } from './list-audit.ts'
import { tellable } from './tellable.ts'

interface Row {
  id: string
  at: Date
  action: string
  before: Written | null
  after: Written | null
  actor: MemberRef | null
}

/** Who did what to this integration, also to installations of it that are gone, newest first. */
export async function listIntegrationAudit(
  actor: Person,
  integrationId: string,
  query: { after?: string | undefined; limit?: number | undefined },
) {
  demandInCommunity(actor, 'integrations.manage')
  const name = (await listingOf(actor.communityId, integrationId)).name(actor.language)
  const limit = query.limit ?? 25
  const before = readIdCursor(query.after)
  const found = await rows<Row>(sql`
    select u.id, u.at, u.action, u.before, u.after,
      case when m.id is not null then ${memberRef(sql`m`)} end as actor
    from audit u
    join installations i on i.community_id = u.community_id and i.id = u.subject_id and i.integration_id = ${integrationId}
    left join members m on m.community_id = u.community_id and m.id = u.actor_id
    where u.community_id = ${actor.communityId} and u.subject = 'integration' ${before ? sql`and u.id < ${before}::bigint` : none}
    order by u.id desc limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const told = tellable(await hiddenFrom(actor))
  const items: AuditRow[] = page.map(row => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    sentence: sentenceOf(row, name, actor.language),
    before: told(row.before),
    after: told(row.after),
  }))
  return { items, next: found.length > limit && last ? writeCursor(last.id) : null }
}

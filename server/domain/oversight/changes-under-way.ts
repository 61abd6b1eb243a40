import type { ChangeUnderWay } from '../../../contract/api/oversight.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { memberRef } from '../community/member-ref.sql.ts'

interface Row extends Omit<ChangeUnderWay, 'since'> {
  since: Date
}

/** Changes that somebody began to take back and that are not taken back whole: the window it went on in was closed, or it goes on in another. */
export async function listChangesUnderWay(actor: Person): Promise<{ items: ChangeUnderWay[] }> {
  demandInCommunity(actor, 'integrations.manage')
  const found = await rows<Row>(sql`
    select h.id, h.kind, max(p.undone_at) as since, count(*)::int as total, count(*) filter (where p.undone_at is null)::int as left,
      ${memberRef(sql`m`)} as by
    from grant_changes h
    join grant_change_parts p on p.community_id = h.community_id and p.change_id = h.id
    join members m on m.community_id = h.community_id and m.id = h.undone_by
    where h.community_id = ${actor.communityId} and h.undone_at is null
    group by h.id, h.kind, m.id, m.name, m.kind, m.picture, m.title having count(*) filter (where p.undone_at is null) > 0
    order by h.id desc limit 10`)
  return { items: found.map(row => ({ ...row, since: row.since.toISOString() })) }
}

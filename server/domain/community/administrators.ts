import { rows, sql } from '../../platform/db.ts'

/** Those who administer everything, to be told what only they can mend. */
export async function administratorsOf(communityId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(sql`
    select id from members where community_id = ${communityId} and role = 'system_administrator' and active and kind = 'person'`)
  return found.map(row => row.id)
}

import type { MemberRef } from '../../../contract/api/basics.ts'
import { errorDays, useDays } from '../../../contract/api/oversight.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { everywhere, heldNow } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { itsCustom } from '../integrations/custom.sql.ts'
import { type End, endsIn } from '../integrations/ends.sql.ts'
import { exceptCount, failing, groupCount, lastUse, quiet } from './overseen.sql.ts'

export interface Facts {
  id: string
  integration_id: string
  state: 'enabled' | 'disabled' | 'removed'
  moves: number
  reason: string | null
  connection: 'none' | 'pending' | 'connected' | 'broken'
  grant_id: string
  permissions: string[]
  everyone: boolean
  group_count: number
  except_count: number
  used: string[]
  known: string[]
  calls: number
  bytes: number
  errors: number
  last_used_at: Date | null
  quiet: boolean
  failing: boolean
  listens: boolean
  owner_role: string | null
  /** Where the reader sees the group; else there may be one that is hidden. */
  owner_group_id: string | null
  owner_group: string | null
  owner_hidden: boolean
  enabled_by: MemberRef
  ends: End[]
}

/** What the page of a table says of each, by installation. It begins with those asked for, so that no plan made before the tables were analysed reads them all for each. */
export async function overseenFacts(actor: Person, ids: readonly string[]): Promise<Map<string, Facts>> {
  const found = await rows<Facts>(sql`
    select i.id, i.integration_id, i.state, i.moves, i.reason, i.connection, r.id as grant_id, ${heldNow(sql`r`)} as permissions, ${everywhere(sql`r`)} as everyone,
      ${groupCount} as group_count, ${exceptCount} as except_count,
      coalesce((select array_agg(x.permission) from permission_uses x where x.community_id = i.community_id and x.installation_id = i.id
        and x.used_at > now() - make_interval(days => ${useDays})), '{}') as used,
      coalesce((select array_agg(x.permission) from permission_uses x where x.community_id = i.community_id and x.installation_id = i.id), '{}') as known,
      d.calls, d.bytes, d.errors, ${lastUse} as last_used_at, ${quiet} as quiet, ${failing} as failing,
      exists (select from webhook_subscriptions x where x.community_id = i.community_id and x.installation_id = i.id and x.state = 'active') as listens,
      coalesce(c.owner_role, i.owner_role) as owner_role, g.id as owner_group_id, g.name as owner_group,
      g.id is null and coalesce(c.owner_group_id, i.owner_group_id) is not null as owner_hidden,
      ${memberRef(sql`m`)} as enabled_by,
      ${endsIn(sql`i`, sql`r`)} as ends
    from unnest(${ids}::bigint[]) as asked(id)
    join installations i on i.community_id = ${actor.communityId} and i.id = asked.id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    join members m on m.community_id = i.community_id and m.id = i.enabled_by
    left join custom_integrations c on ${itsCustom}
    left join groups g on g.community_id = i.community_id and g.id = coalesce(c.owner_group_id, i.owner_group_id) and ${visible(actor, 'group.see', sql`g`)}
    cross join lateral (
      select coalesce(sum(x.calls + x.told), 0)::float8 as calls, coalesce(sum(x.bytes + x.told_bytes), 0)::float8 as bytes,
        coalesce(sum(x.errors + x.told_errors) filter (where x.day > (now() - make_interval(days => ${errorDays}))::date), 0)::float8 as errors
      from api_days x where x.community_id = i.community_id and x.installation_id = i.id and x.day > (now() - make_interval(days => ${useDays}))::date) as d`)
  return new Map(found.map(row => [row.id, row]))
}

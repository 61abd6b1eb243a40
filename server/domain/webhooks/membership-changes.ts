import type { MembershipValue } from '../../../contract/graph/changes.ts'
import { rows, sql } from '../../platform/db.ts'
import { ofDeliveries, type ReadValue, refusedInGroup, type Standing, standing } from './standing.ts'
import type { Leased } from './take-deliveries.ts'

interface MembershipRow extends Standing {
  verb: 'add' | 'remove'
  community_id: string
  group_id: string
  member: MembershipValue['member']
  actor: MembershipValue['member'] | null
}

/** Who came and who went. Nobody acted where somebody was added by a rule: then nobody is named, which is how programs know. */
export async function readMemberships(deliveries: readonly Leased[]): Promise<Map<string, ReadValue>> {
  const found = await rows<MembershipRow>(sql`
    select ${standing}, d.verb, d.community_id, d.group_id,
      jsonb_build_object('id', m.id::text, 'name', m.name) as member,
      case when a.id is not null then jsonb_build_object('id', a.id::text, 'name', a.name) end as actor
    from ${ofDeliveries(deliveries)}
    join members m on m.community_id = d.community_id and m.id = d.subject_id
    left join members a on a.community_id = d.community_id and a.id = d.actor_id`)
  return new Map(found.map(row => [row.id, changeOf(row)]))
}

function changeOf(row: MembershipRow): ReadValue {
  const cancelled = refusedInGroup(row, 'group.members')
  if (cancelled) return { cancelled }
  const value: MembershipValue = {
    verb: row.verb,
    member: row.member,
    ...(row.actor && { actor: row.actor }),
    group: { id: row.group_id },
    community: { id: row.community_id },
  }
  return { value }
}

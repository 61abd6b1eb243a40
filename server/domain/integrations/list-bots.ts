import type { ListedBot } from '../../../contract/api/custom-integrations.ts'
import type { GroupRef } from '../../../contract/api/integrations.ts'
import { none, rows, sql } from '../../platform/db.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { everywhere, heldNow, reaches } from '../access/reaches.ts'
import { like } from '../community/people.sql.ts'
import { itsCustom } from './custom.sql.ts'

interface Row {
  member_id: string
  name: string
  description: string
  picture: string | null
  owner_role: string | null
  owner_group: string | null
  permissions: string[]
  everyone: boolean
  groups: GroupRef[]
}

/** Bots that want to be found, and reach a group of the reader's: what each is for, and what it may do there. */
export async function listBots(actor: Person, search: string | undefined): Promise<ListedBot[]> {
  const found = await rows<Row>(sql`
    select * from (
      select m.id as member_id, c.name, c.description, m.picture, c.owner_role, o.name as owner_group, ${heldNow(sql`r`)} as permissions, ${everywhere(sql`r`)} as everyone, (
        select jsonb_agg(jsonb_build_object('id', g.id::text, 'name', g.name, 'cover', g.cover) order by lower(unaccent(g.name)), g.id)
        from memberships s
        join groups g on g.community_id = s.community_id and g.id = s.group_id and g.archived_at is null
        where s.community_id = i.community_id and s.member_id = ${actor.memberId} and ${reaches(sql`i`, sql`r`, sql`g.id`)}) as groups
      from installations i
      join custom_integrations c on ${itsCustom}
      join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
      join members m on m.community_id = i.community_id and m.id = i.bot_id
      left join groups o on o.community_id = c.community_id and o.id = c.owner_group_id
        and (o.privacy <> 'secret' or exists (select from memberships b where b.community_id = o.community_id and b.group_id = o.id and b.member_id = ${actor.memberId}))
      where c.community_id = ${actor.communityId} and c.discoverable and c.deleted_at is null
        ${search ? sql`and unaccent(c.name || ' ' || c.description) ilike unaccent(${like(search)})` : none}) as b
    where b.groups is not null
    order by lower(unaccent(b.name)), b.member_id limit 200`)
  return found.map(row => ({
    memberId: row.member_id,
    name: row.name,
    description: row.description,
    picture: row.picture,
    owner: row.owner_group ?? (row.owner_role ? say(actor.language, `people.role.${row.owner_role}`) : null),
    mentionable: row.permissions.includes('mention'),
    permissions: row.permissions.map(id => say(actor.language, `permissions.${id}.there`)),
    everyone: row.everyone,
    groups: row.groups,
  }))
}

import { type Sql, sql } from '../../platform/db.ts'
import type { Person } from './actor.ts'

/** Who keeps order in a group and reads it, as SQL, for what lies in many groups: `g` is the alias of a row of `groups`. Held to the rules by posts/waiting-posts.test.ts. */
export const keepsOrderIn = (actor: Person, g: Sql): Sql => sql`(
  exists (select from memberships km where km.community_id = ${g}.community_id and km.group_id = ${g}.id and km.member_id = ${actor.memberId}
    and km.role in ('moderator', 'admin'))
  or (${actor.role === 'content_moderator'} and ${g}.privacy = 'open'))`

import { createHash } from 'node:crypto'
import { maybe, run, sql } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'

/** Of a thing at a service, in a group: what its events said that everyone there may know. */
export interface KnownThing {
  readonly communityId: string
  readonly installationId: string
  readonly groupId: string
  readonly item: string
}

export type Known = Readonly<Record<string, string>>

/** Things are kept by the hash of their name at the service: a dump of the table names none. */
export const hashOfItem = (item: string): Buffer => createHash('sha256').update(item).digest()
const contextOf = (thing: KnownThing): string =>
  `known_things:${thing.communityId}:${thing.installationId}:${thing.groupId}`

export async function knownOf(thing: KnownThing): Promise<Known> {
  const row = await maybe<{ known: Buffer }>(sql`
    select known from known_things
    where community_id = ${thing.communityId} and installation_id = ${thing.installationId} and group_id = ${thing.groupId}
      and item_hash = ${hashOfItem(thing.item)}`)
  return row ? JSON.parse(openText(row.known, contextOf(thing))) : {}
}

/** Adds to what is known; a later word replaces an earlier one. */
export async function learn(thing: KnownThing, known: Known): Promise<void> {
  const whole = { ...(await knownOf(thing)), ...known }
  const sealed = seal(JSON.stringify(whole), contextOf(thing))
  await run(sql`
    insert into known_things (community_id, installation_id, group_id, item_hash, known)
    values (${thing.communityId}, ${thing.installationId}, ${thing.groupId}, ${hashOfItem(thing.item)}, ${sealed})
    on conflict (community_id, installation_id, group_id, item_hash) do update set known = excluded.known, changed_at = now()`)
}

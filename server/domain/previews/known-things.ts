import { createHash } from 'node:crypto'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { announce } from '../events/announce.ts'

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

/** Adds to what is known; a later word replaces an earlier one, and words that come at once lose none. The post that brought it here is shown anew. */
export async function learn(thing: KnownThing, known: Known, postId?: string): Promise<void> {
  const { communityId, installationId, groupId } = thing
  const which = sql`community_id = ${communityId} and installation_id = ${installationId} and group_id = ${groupId}
    and item_hash = ${hashOfItem(thing.item)}`
  const sealed = (values: Known): Buffer => seal(JSON.stringify(values), contextOf(thing))
  await transaction(async () => {
    await run(sql`
      insert into known_things (community_id, installation_id, group_id, item_hash, known)
      values (${communityId}, ${installationId}, ${groupId}, ${hashOfItem(thing.item)}, ${sealed({})})
      on conflict do nothing`)
    const before = await one<{ known: Buffer }>(sql`select known from known_things where ${which} for update`)
    const whole = { ...JSON.parse(openText(before.known, contextOf(thing))), ...known }
    const { post_id } = await one<{ post_id: string | null }>(sql`
      update known_things set known = ${sealed(whole)}, changed_at = now(), post_id = coalesce(${postId ?? null}, post_id)
      where ${which} returning post_id`)
    if (!post_id) return
    await forgetCardsOf(thing, post_id)
    await announce({ communityId, topic: 'post', field: 'feed', verb: 'edited', subjectId: post_id, groupId })
  })
}

/** What is kept of the post's own links was read before this: whoever looks next is shown what the service says now, and what can be done now. */
const forgetCardsOf = ({ communityId, installationId }: KnownThing, postId: string): Promise<number> =>
  run(sql`
    delete from link_previews k using posts p, jsonb_array_elements(p.links) as l
    where p.community_id = ${communityId} and p.id = ${postId} and k.community_id = p.community_id and k.installation_id = ${installationId}
      and k.url_hash = sha256(convert_to(l ->> 'url', 'UTF8'))`)

/** Groups that know the thing already, because it was begun there. */
export const groupsThatKnow = async (communityId: string, installationId: string, item: string): Promise<string[]> =>
  (
    await rows<{ group_id: string }>(sql`
      select group_id from known_things
      where community_id = ${communityId} and installation_id = ${installationId} and item_hash = ${hashOfItem(item)}`)
  ).map(row => row.group_id)

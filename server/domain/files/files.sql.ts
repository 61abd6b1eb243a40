import type { FileKind } from '../../../contract/api/files.ts'
import { maybe, rows, run, type Sql, sql } from '../../platform/db.ts'
import type { StoredPart } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'
import { keepsOrderIn } from '../access/keeps-order.ts'
import { visible } from '../access/visible.ts'

/** The whole, and a picture made smaller for a post and for a list. */
export const formNames = ['full', 'medium', 'small'] as const
export type FormName = (typeof formNames)[number]

export interface StoredForm {
  readonly type: string
  readonly bytes: number
  readonly parts: readonly StoredPart[]
}

/** A file as posts and lists show it. */
export interface FileRow {
  id: string
  kind: FileKind
  name: string
  type: string
  bytes: number
  width: number | null
  height: number | null
  description: string
  sizes: Partial<Record<FormName, [number, number]>>
}

export interface StoredFile extends FileRow {
  forms: Partial<Record<FormName, StoredForm>>
  uploaded_by: string
  uploaded_at: Date
}

/** As JSON, for what carries files. */
const shown = (
  f: Sql,
): Sql => sql`jsonb_build_object('id', ${f}.id::text, 'kind', ${f}.kind, 'name', ${f}.name, 'type', ${f}.type, 'bytes', ${f}.bytes,
  'width', ${f}.width, 'height', ${f}.height, 'description', ${f}.description, 'sizes', ${f}.sizes)`

/** Files that hang on a post or comment, in order: an expression of a statement that reads many. */
export const filesOn = (subject: Sql, community: Sql): Sql => sql`(
  select jsonb_agg(${shown(sql`af`)} order by at.place) from attachments at
  join files af on af.community_id = at.community_id and af.id = at.file_id and af.deleted_at is null
  where at.community_id = ${community} and at.subject_id = ${subject})`

/** The same for many at once, as a table by what they hang on: where a list is read, one look instead of one a row. */
export const filesOnEach = (subjects: Sql, communityId: string): Sql => sql`(
  select at.subject_id, jsonb_agg(${shown(sql`af`)} order by at.place) as files from attachments at
  join files af on af.community_id = at.community_id and af.id = at.file_id and af.deleted_at is null
  where at.community_id = ${communityId} and at.subject_id = any(${subjects}) group by at.subject_id)`

/** The same for what is being written by the statement itself: `ids` is its list of numbers, as JSON. */
export const filesNamed = (ids: Sql, community: Sql): Sql => sql`(
  select jsonb_agg(${shown(sql`af`)} order by named.place) from jsonb_array_elements_text(${ids}) with ordinality as named(id, place)
  join files af on af.community_id = ${community} and af.id = named.id::bigint and af.deleted_at is null)`

/** An attachment whose post and comment are there. `t` is the alias of its row. */
export const standing = (t: Sql): Sql => sql`(
  exists (select from posts sp where sp.community_id = ${t}.community_id and sp.id = ${t}.post_id and sp.deleted_at is null)
  and (${t}.comment_id is null or exists (select from comments sc
    where sc.community_id = ${t}.community_id and sc.id = ${t}.comment_id and sc.deleted_at is null)))`

/**
 * May the actor open the file `f`? Where it hangs on something they may read, or came with a message to them; where it hangs on nothing, only who uploaded it. What hung on something that
 * is gone is gone too, for the one who uploaded it as well; so is what was brought into a category of the library.
 */
export const opens = (actor: Actor, f: Sql): Sql => sql`(${f}.deleted_at is null and (
  ${inMessage(actor, f)}
  or ${waiting(actor, f)}
  or exists (select from attachments ot join groups og on og.community_id = ot.community_id and og.id = ot.group_id
    where ot.community_id = ${f}.community_id and ot.file_id = ${f}.id and ${standing(sql`ot`)} and ${visible(actor, 'group.read', sql`og`)})
  or ((${f}.is_portrait or (${f}.uploaded_by = ${actor.memberId} and not exists (
    select from attachments nt where nt.community_id = ${f}.community_id and nt.file_id = ${f}.id) and not exists (
    select from library_categories nc where nc.community_id = ${f}.community_id and nc.id = ${f}.category_id and nc.deleted_at is not null)))
    and ${seated(actor)})))`

/** A message of a thread that the actor is in carries it, and they have not taken their copy away. */
const inMessage = (actor: Actor, f: Sql): Sql => sql`exists (
  select from messages om join conversation_members ob on ob.community_id = om.community_id and ob.conversation_id = om.conversation_id
  where om.community_id = ${f}.community_id and om.file_id = ${f}.id and ob.member_id = ${actor.memberId} and ob.left_at is null
    and ${seated(actor)}
    and not exists (select from message_removals ov where ov.community_id = om.community_id and ov.message_id = om.id and ov.member_id = ob.member_id)
    and not exists (select from installations oi where oi.community_id = om.community_id and oi.id = om.installation_id and oi.state = 'removed'))`

/** It hangs on what waits in a group where the actor keeps order: nobody approves what they have not seen. */
const waiting = (actor: Actor, f: Sql): Sql =>
  actor.kind === 'bot'
    ? sql`false`
    : sql`exists (
  select from waiting_posts ow join groups wg on wg.community_id = ow.community_id and wg.id = ow.group_id
  where ow.community_id = ${f}.community_id and ow.files @> array[${f}.id] and ${keepsOrderIn(actor, sql`wg`)} and ${seated(actor)})`

const seated = (actor: Actor): Sql =>
  actor.kind === 'person'
    ? sql`exists (select from members sm where sm.community_id = ${actor.communityId} and sm.id = ${actor.memberId} and sm.active)`
    : sql`exists (select from installations si where si.community_id = ${actor.communityId} and si.id = ${actor.installationId} and si.state = 'enabled')`

const columns = sql`f.id, f.kind, f.name, f.type, f.bytes::float8 as bytes, f.width, f.height, f.description, f.sizes, f.forms, f.uploaded_by, f.uploaded_at`

/** Those of these files that the actor may open. */
export const openFiles = (actor: Actor, ids: readonly string[]): Promise<StoredFile[]> =>
  rows<StoredFile>(sql`
    select ${columns} from files f
    where f.community_id = ${actor.communityId} and f.id = any(${ids}::bigint[]) and ${opens(actor, sql`f`)}`)

/** A file of the actor's own, whether or not it hangs on something. */
export const ownFile = (actor: Actor, id: string): Promise<(StoredFile & { attached: boolean }) | undefined> =>
  maybe(sql`
    select ${columns}, exists (select from attachments t where t.community_id = f.community_id and t.file_id = f.id) as attached from files f
    where f.community_id = ${actor.communityId} and f.id = ${id} and f.uploaded_by = ${actor.memberId} and f.deleted_at is null`)

export interface NewFile {
  readonly id: string
  readonly kind: FileKind
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
  readonly sizes: FileRow['sizes']
  readonly forms: StoredFile['forms']
}

export const insertFile = (actor: Actor, file: NewFile): Promise<number> =>
  run(sql`
    insert into files (community_id, id, kind, name, type, bytes, width, height, sizes, forms, uploaded_by)
    values (${actor.communityId}, ${file.id}, ${file.kind}, ${file.name}, ${file.type}, ${file.bytes}, ${file.width}, ${file.height},
      ${JSON.stringify(file.sizes)}::jsonb, ${JSON.stringify(file.forms)}::jsonb, ${actor.memberId})
    on conflict do nothing`)

export const setDescription = (actor: Actor, id: string, description: string): Promise<number> =>
  run(sql`update files set description = ${description} where community_id = ${actor.communityId} and id = ${id}`)

export const setFileDeleted = (actor: Actor, id: string): Promise<number> =>
  run(sql`
    update files set deleted_at = now(), deleted_by = ${actor.memberId}
    where community_id = ${actor.communityId} and id = ${id} and deleted_at is null`)

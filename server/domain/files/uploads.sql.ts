import { maybe, one, run, sql } from '../../platform/db.ts'
import type { StoredPart } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'

export interface UploadRow {
  id: string
  name: string
  /** As announced; nothing where nobody knows before the end. */
  bytes: number | null
  received: number
  parts: readonly StoredPart[]
}

const columns = sql`id, name, bytes::float8 as bytes, received::float8 as received, parts`

export const insertUpload = (actor: Actor, name: string, bytes: number | null): Promise<UploadRow> =>
  one<UploadRow>(sql`
    insert into uploads (community_id, name, bytes, uploaded_by) values (${actor.communityId}, ${name}, ${bytes}, ${actor.memberId})
    returning ${columns}`)

export const uploadOf = (actor: Actor, id: string): Promise<UploadRow | undefined> =>
  maybe<UploadRow>(sql`
    select ${columns} from uploads where community_id = ${actor.communityId} and id = ${id} and uploaded_by = ${actor.memberId}`)

/** How long whoever works on an upload has it alone: longer than that may take, so that nobody writes between. */
export const leases = { part: 35, end: 90 } as const

/** The upload, for whoever asks first; nothing while somebody has it. A process that died gives it back by the clock. */
export const claimUpload = (actor: Actor, id: string, seconds: number): Promise<UploadRow | undefined> =>
  maybe<UploadRow>(sql`
    update uploads set leased_until = now() + make_interval(secs => ${seconds})
    where community_id = ${actor.communityId} and id = ${id} and uploaded_by = ${actor.memberId} and (leased_until is null or leased_until < now())
    returning ${columns}`)

export const releaseUpload = (actor: Actor, id: string): Promise<number> =>
  run(sql`update uploads set leased_until = null where community_id = ${actor.communityId} and id = ${id}`)

/** The part is there; the upload is free again. */
export const addPartRow = (actor: Actor, id: string, part: StoredPart): Promise<UploadRow | undefined> =>
  maybe<UploadRow>(sql`
    update uploads set received = received + ${part.bytes}::bigint, parts = parts || ${JSON.stringify([part])}::jsonb, leased_until = null
    where community_id = ${actor.communityId} and id = ${id} returning ${columns}`)

export const dropUpload = (actor: Actor, id: string): Promise<number> =>
  run(sql`delete from uploads where community_id = ${actor.communityId} and id = ${id}`)

/** What the actor has lying here that hangs on nothing. */
export const looseOf = (actor: Actor): Promise<{ n: number; bytes: number }> =>
  one(sql`
    select count(*)::int as n, coalesce(sum(bytes), 0)::float8 as bytes from (
      select coalesce(u.bytes, u.received) as bytes from uploads u where u.community_id = ${actor.communityId} and u.uploaded_by = ${actor.memberId}
      union all
      select f.bytes from files f where f.community_id = ${actor.communityId} and f.uploaded_by = ${actor.memberId} and f.deleted_at is null
        and f.uploaded_at > now() - interval '1 day' and not f.is_portrait and f.category_id is null
        and not exists (select from attachments t where t.community_id = f.community_id and t.file_id = f.id)) as loose`)

import { createHash } from 'node:crypto'
import type { PreviewOutcome } from '../../../contract/preview.ts'
import { maybe, none, run, sql } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'

/** The viewer who stands for everyone: public, or the whole company by the service's own word. */
export const everyone = '0'

export interface PreviewKey {
  readonly communityId: string
  /** 0 for the open web. */
  readonly installationId: string
  readonly viewerId: string
  readonly url: string
}

/** An outcome, and when it was asked for, in milliseconds since 1970. */
export interface Kept {
  readonly outcome: PreviewOutcome
  readonly fetchedAt: number
}

const hashOf = (url: string): Buffer => createHash('sha256').update(url).digest()
/** What is sealed for one viewer does not open in another's row. */
const contextOf = (key: Omit<PreviewKey, 'url'>): string =>
  `link_previews:${key.communityId}:${key.installationId}:${key.viewerId}`

export interface KeptRow {
  viewer_id: string
  outcome: Buffer
  fetched_at: Date
}

/** What is kept for this viewer, or else for everyone. */
export async function keptPreview(key: PreviewKey): Promise<Kept | undefined> {
  const row = await maybe<KeptRow>(sql`
    select viewer_id, outcome, fetched_at from link_previews
    where community_id = ${key.communityId} and installation_id = ${key.installationId} and url_hash = ${hashOf(key.url)}
      and viewer_id in (${key.viewerId}, ${everyone}) and expires_at > now()
    order by viewer_id desc limit 1`)
  return row && openKept(key, row)
}

export const openKept = (key: Omit<PreviewKey, 'viewerId'>, row: KeptRow): Kept => ({
  outcome: JSON.parse(openText(row.outcome, contextOf({ ...key, viewerId: row.viewer_id }))),
  fetchedAt: row.fetched_at.getTime(),
})

/** The card's picture, where it was fetched for this very card. */
export async function keptThumbnail(key: PreviewKey): Promise<Buffer | undefined> {
  const row = await maybe<{ thumbnail: Buffer | null }>(sql`
    select thumbnail from link_previews
    where community_id = ${key.communityId} and installation_id = ${key.installationId} and url_hash = ${hashOf(key.url)}
      and viewer_id = ${key.viewerId} and expires_at > now()`)
  return row?.thumbnail ? Buffer.from(openText(row.thumbnail, contextOf(key)), 'base64') : undefined
}

export async function keepThumbnail(key: PreviewKey, picture: Buffer): Promise<void> {
  await run(sql`
    update link_previews set thumbnail = ${seal(picture.toString('base64'), contextOf(key))}
    where community_id = ${key.communityId} and installation_id = ${key.installationId} and url_hash = ${hashOf(key.url)}
      and viewer_id = ${key.viewerId}`)
}

/** Cards that are too old to be shown. */
export const forgetExpired = (): Promise<number> => run(sql`delete from link_previews where expires_at < now()`)

/** Forgets what everybody was shown of an address: something was done to it. */
export async function forgetAddress(communityId: string, installationId: string, url: string): Promise<void> {
  await run(sql`
    delete from link_previews
    where community_id = ${communityId} and installation_id = ${installationId} and url_hash = ${hashOf(url)}`)
}

/** What was read with an account is kept as long as that account is there: one that was taken away meanwhile leaves nothing. */
export async function keepPreview(key: PreviewKey, found: Kept, seconds: number, accountId?: string): Promise<void> {
  const sealed = seal(JSON.stringify(found.outcome), contextOf(key))
  const still = accountId
    ? sql`from linked_accounts where community_id = ${key.communityId} and id = ${accountId} for key share`
    : none
  await run(sql`
    insert into link_previews (community_id, installation_id, url_hash, viewer_id, outcome, expires_at)
    select ${key.communityId}::bigint, ${key.installationId}::bigint, ${hashOf(key.url)}::bytea, ${key.viewerId}::bigint, ${sealed}::bytea,
      now() + make_interval(secs => ${seconds})
    ${still}
    on conflict (community_id, installation_id, url_hash, viewer_id)
      do update set outcome = excluded.outcome, thumbnail = null, fetched_at = now(), expires_at = excluded.expires_at`)
}

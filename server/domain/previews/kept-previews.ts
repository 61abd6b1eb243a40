import { createHash } from 'node:crypto'
import type { PreviewOutcome } from '../../../contract/preview.ts'
import { maybe, run, sql } from '../../platform/db.ts'
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
const contextOf = (key: PreviewKey): string => `link_previews:${key.communityId}:${key.installationId}:${key.viewerId}`

export async function keptPreview(key: PreviewKey): Promise<Kept | undefined> {
  const row = await maybe<{ outcome: Buffer; fetched_at: Date }>(sql`
    select outcome, fetched_at from link_previews
    where community_id = ${key.communityId} and installation_id = ${key.installationId} and url_hash = ${hashOf(key.url)}
      and viewer_id = ${key.viewerId} and expires_at > now()`)
  return row && { outcome: JSON.parse(openText(row.outcome, contextOf(key))), fetchedAt: row.fetched_at.getTime() }
}

export async function keepPreview(key: PreviewKey, found: Kept, seconds: number): Promise<void> {
  const sealed = seal(JSON.stringify(found.outcome), contextOf(key))
  await run(sql`
    insert into link_previews (community_id, installation_id, url_hash, viewer_id, outcome, expires_at)
    values (${key.communityId}, ${key.installationId}, ${hashOf(key.url)}, ${key.viewerId}, ${sealed}, now() + make_interval(secs => ${seconds}))
    on conflict (community_id, installation_id, url_hash, viewer_id)
      do update set outcome = excluded.outcome, fetched_at = now(), expires_at = excluded.expires_at`)
}

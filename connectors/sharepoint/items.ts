import type { Answer, Reference } from '../connector.ts'
import { at, instant, list, number, text } from '../reading.ts'
import { callGraph, type GraphClient } from './site.ts'

/** What is asked of a file or folder. The address that downloads it is a secret, and not among it. */
export const select =
  'id,name,webUrl,size,file,folder,root,deleted,createdDateTime,lastModifiedDateTime,lastModifiedBy,createdBy,parentReference,shared'

export interface DriveItem {
  readonly id: string
  readonly drive: string
  readonly parent: string
  readonly name: string
  readonly url: string
  readonly folder: boolean
  readonly root: boolean
  readonly deleted: boolean
  readonly size: number | undefined
  readonly createdAt: string
  readonly changedAt: string
  readonly changedBy: string
  readonly changedById: string
  readonly owner: string
  /** Who is reached beyond those named: `anonymous`, `organization`, `users`. */
  readonly scope: string
  readonly picture: string
}

export function driveItemOf(json: unknown): DriveItem {
  const found = at(json)
  const user = at(found.lastModifiedBy, 'user')
  return {
    id: text(found.id),
    drive: text(at(found.parentReference).driveId),
    parent: text(at(found.parentReference).id),
    name: text(found.name),
    url: text(found.webUrl, 2_000),
    folder: found.folder !== undefined,
    root: found.root !== undefined,
    deleted: found.deleted !== undefined,
    size: number(found.size),
    createdAt: instant(found.createdDateTime) ?? '',
    changedAt: instant(found.lastModifiedDateTime) ?? '',
    changedBy: text(user.displayName),
    changedById: text(user.id),
    owner: text(at(found.createdBy, 'user').displayName),
    scope: text(at(found.shared).scope),
    picture: text(at(list(found.thumbnails)[0], 'large').url, 4_000),
  }
}

/** The folder a thing lies in; none of the root, and of what this account does not see. */
export async function parentsOf(client: GraphClient, drive: string, id: string): Promise<readonly string[]> {
  const path = `/drives/${encodeURIComponent(drive)}/items/${encodeURIComponent(id)}`
  const answer = await callGraph(client, path, { query: { $select: 'id,parentReference' } })
  const { parent } = driveItemOf(answer.json)
  return answer.status < 400 && parent ? [parent] : []
}

/** Unique within a drive only, so the drive stands with it. */
export const itemOf = (drive: string, id: string): string => `${drive}/${id}`

/** An address as Graph takes it for a name: read like this, it grants nothing and changes nothing. */
export const shareId = (url: string): string => `u!${Buffer.from(url).toString('base64url')}`

export const askFor = ({ ids }: Reference, client: GraphClient, expand?: string): Promise<Answer> =>
  callGraph(client, `/shares/${shareId(ids.url ?? '')}/driveItem`, {
    query: { $select: expand ? `${select},${expand}` : select, $expand: expand },
  })

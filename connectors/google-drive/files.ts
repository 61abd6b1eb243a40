import type { Answer, Reference } from '../connector.ts'
import { at, instant, list, number, text, under } from '../reading.ts'
import { callDrive, type DriveClient, everywhere } from './site.ts'

/** What is asked of a file: enough for its card, its place and who may do what. */
export const fields =
  'id,name,mimeType,description,webViewLink,hasThumbnail,thumbnailLink,createdTime,modifiedTime,' +
  'lastModifyingUser(displayName,permissionId),owners(displayName),size,trashed,parents,capabilities(canComment),shortcutDetails(targetId,targetResourceKey)'

export interface DriveFile {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly description: string
  readonly url: string
  readonly picture: string
  readonly createdAt: string
  readonly changedAt: string
  readonly changedBy: string
  readonly changedById: string
  readonly owner: string
  readonly size: number | undefined
  readonly trashed: boolean
  readonly parents: readonly string[]
  readonly canComment: boolean
  /** What a shortcut stands for, and what opens that. */
  readonly target: string
  readonly targetKey: string
}

/** The vendor's own formats, by their type; everything else is a file. */
const formats: Readonly<Record<string, string>> = {
  'application/vnd.google-apps.document': 'document',
  'application/vnd.google-apps.spreadsheet': 'spreadsheet',
  'application/vnd.google-apps.presentation': 'presentation',
  'application/vnd.google-apps.form': 'form',
  'application/vnd.google-apps.drawing': 'drawing',
  'application/vnd.google-apps.folder': 'folder',
}
export const mimeOf = (kind: string): string =>
  Object.keys(formats).find(type => formats[type] === kind) ?? 'application/vnd.google-apps.document'

export function fileOf(json: unknown): DriveFile {
  const found = at(json)
  const user = at(found.lastModifyingUser)
  return {
    id: text(found.id),
    name: text(found.name),
    kind: under(formats, text(found.mimeType)) ?? 'file',
    description: text(found.description),
    url: text(found.webViewLink, 1_000),
    picture: found.hasThumbnail === true ? text(found.thumbnailLink, 2_000) : '',
    createdAt: instant(found.createdTime) ?? '',
    changedAt: instant(found.modifiedTime) ?? '',
    changedBy: text(user.displayName),
    changedById: text(user.permissionId),
    owner: text(at(found.owners, 0).displayName),
    size: number(found.size),
    trashed: found.trashed === true,
    parents: list(found.parents).map(parent => text(parent)),
    canComment: at(found.capabilities).canComment === true,
    target: text(at(found.shortcutDetails).targetId),
    targetKey: text(at(found.shortcutDetails).targetResourceKey),
  }
}

/** The folders a thing lies in; none of what this account does not see. */
export async function parentsOf(client: DriveClient, id: string): Promise<readonly string[]> {
  const query = { ...everywhere, fields: 'id,parents' }
  const answer = await callDrive(client, `/files/${encodeURIComponent(id)}`, { query })
  return answer.status < 400 ? list(at(answer.json).parents).map(parent => text(parent)) : []
}

export const itemOf = (id: string): string => `file:${id}`

/** A file as this account sees it; the key opens what was shared by link before links had none. */
export const askFor = ({ ids }: Reference, client: DriveClient): Promise<Answer> =>
  get(client, ids.id ?? '', ids.resourceKey)

export const get = (client: DriveClient, id: string, key?: string): Promise<Answer> =>
  callDrive(client, `/files/${encodeURIComponent(id)}`, {
    query: { ...everywhere, fields },
    ...opening(id, key),
  })

/** What was shared by link before links had keys needs its key with each call. */
export const opening = (id: string, key: string | undefined) =>
  key ? { headers: { 'X-Goog-Drive-Resource-Keys': `${id}/${key}` } } : {}

/** Whose rights those of a reference are: a shortcut's own are nobody's concern. */
export async function sharedBy(reference: Reference, client: DriveClient): Promise<{ id: string; key: string }> {
  const { id = '', resourceKey = '' } = reference.ids
  const answer = await askFor(reference, client)
  const { target, targetKey } = fileOf(answer.json)
  return answer.status < 400 && target ? { id: target, key: targetKey } : { id, key: resourceKey }
}

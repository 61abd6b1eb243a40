import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { fileOf, get } from './files.ts'
import { callDrive, type DriveClient, type DriveSettings, demandDone, everywhere } from './site.ts'

const pageSize = 50

export const picker: Picker<DriveSettings> = {
  views: ['browse', 'recent', 'search'],
  sharing: ['as_it_is', 'company', 'anyone'],
  async list(client, { view, folder, text: typed, cursor }) {
    if (view === 'recent')
      return files(client, `trashed = false and mimeType != '${folderType}'`, 'viewedByMeTime desc', cursor)
    if (view === 'search' && typed)
      return files(client, `trashed = false and name contains '${quoted(typed)}'`, undefined, cursor)
    const page = await files(
      client,
      `trashed = false and '${quoted(folder ?? 'root')}' in parents`,
      'folder,name',
      cursor,
    )
    return folder || cursor ? page : { ...page, items: [...(await sharedDrives(client)), ...page.items] }
  },
  /** Who may open it is left as it is, or opened as was chosen; nothing is ever narrowed. */
  async attach(client, itemId, sharing) {
    const answer = await get(client, itemId)
    demandDone(answer)
    if (sharing === 'company' || sharing === 'anyone') await openTo(client, itemId, sharing)
    const { url } = fileOf(answer.json)
    if (!url) throw new NotPossible('no_link')
    return { url }
  },
}

const folderType = 'application/vnd.google-apps.folder'
const quoted = (value: string): string => value.slice(0, 200).replace(/[\\']/g, '\\$&')

async function files(client: DriveClient, q: string, orderBy: string | undefined, pageToken: string | undefined) {
  const answer = await callDrive(client, '/files', {
    query: {
      ...everywhere,
      includeItemsFromAllDrives: 'true',
      pageSize,
      fields: 'nextPageToken,files(id,name,mimeType,modifiedTime,owners(displayName))',
      ...{ q, orderBy, pageToken },
    },
  })
  demandDone(answer)
  const next = text(at(answer.json).nextPageToken, 1_000)
  const items = list(at(answer.json).files).map(found => itemFrom(found))
  return { items: items.filter(item => item.id), ...(next && { cursor: next }) }
}

function itemFrom(json: unknown): Item {
  const file = fileOf(json)
  return {
    id: file.id,
    kind: file.kind === 'folder' ? 'folder' : 'file',
    name: file.name,
    ...(file.owner && { detail: file.owner }),
    ...(file.changedAt && { changedAt: file.changedAt }),
  }
}

/** They stand beside one's own files at the top. Who has none, or may not list them, browses without. */
async function sharedDrives(client: DriveClient): Promise<Item[]> {
  const answer = await callDrive(client, '/drives', { query: { pageSize, fields: 'drives(id,name)' } })
  return list(at(answer.json).drives)
    .map(drive => ({ id: text(at(drive).id), kind: 'folder' as const, name: text(at(drive).name) }))
    .filter(drive => drive.id)
}

async function openTo(client: DriveClient, id: string, sharing: 'company' | 'anyone'): Promise<void> {
  const { domain } = client.details
  if (sharing === 'company' && !domain) throw new NotPossible('no_company')
  const who = sharing === 'company' ? { type: 'domain', domain } : { type: 'anyone' }
  const answer = await callDrive(client, `/files/${encodeURIComponent(id)}/permissions`, {
    method: 'POST',
    query: { ...everywhere, sendNotificationEmail: 'false' },
    json: { ...who, role: 'reader', allowFileDiscovery: false },
  })
  demandDone(answer)
}

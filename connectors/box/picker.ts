import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { type BoxItem, boxItemOf } from './items.ts'
import { type BoxClient, type BoxSettings, callBox, demandDone } from './site.ts'

/** The narrowest first, as the service calls them. */
const ways = ['collaborators', 'company', 'open']
const pageSize = 50
const asked = 'type,id,name,modified_at,path_collection'

export const picker: Picker<BoxSettings> = {
  views: ['browse', 'recent', 'search'],
  sharing: ways,
  oneLink: {
    others: ['password'],
    now: async (client, itemId) => standingOf(await readLink(client, itemId)),
  },
  list: (client, { view, folder, text: typed, cursor }) => {
    if (view === 'recent') return recent(client, cursor)
    const query = { fields: asked, limit: pageSize, offset: cursor ?? '0' }
    return view === 'search' && typed
      ? pageOf(client, '/search', { ...query, query: typed })
      : pageOf(client, `/folders/${encodeURIComponent(folder ?? '0')}/items`, query)
  },
  /** A thing has one link: it is opened as wide as was chosen, or left as it is where it opens to as many already. */
  async attach(client, itemId, sharing = 'collaborators') {
    const there = await readLink(client, itemId)
    const now = standingOf(there)
    if (now !== undefined && !isWider(sharing, now)) return { url: there.url, ...(now !== sharing && { kept: now }) }
    const answer = await callBox(client, pathOf(itemId), {
      method: 'PUT',
      query: { fields: 'shared_link' },
      json: { shared_link: { access: sharing } },
    })
    demandDone(answer)
    const { url } = boxItemOf(answer.json)
    if (!url) throw new NotPossible('no_link')
    return { url }
  },
}

const pathOf = (itemId: string): string => `/files/${encodeURIComponent(itemId)}`

async function readLink(client: BoxClient, itemId: string): Promise<BoxItem> {
  const answer = await callBox(client, pathOf(itemId), { query: { fields: 'shared_link' } })
  demandDone(answer)
  return boxItemOf(answer.json)
}

/** What its link opens to now; nothing while there is none. */
const standingOf = ({ url, access, locked }: BoxItem): string | undefined =>
  url ? (locked ? 'password' : access) : undefined

/** Of a link that stands otherwise than we would have it nobody knows what is wider. */
const isWider = (wanted: string, now: string): boolean => ways.includes(now) && ways.indexOf(wanted) > ways.indexOf(now)

async function pageOf(client: BoxClient, path: string, query: Readonly<Record<string, string | number>>) {
  const answer = await callBox(client, path, { query })
  demandDone(answer)
  const page = at(answer.json)
  const next = Number(query.offset) + pageSize
  return { items: itemsIn(list(page.entries)), ...(Number(page.total_count) > next && { cursor: String(next) }) }
}

async function recent(client: BoxClient, marker: string | undefined) {
  const answer = await callBox(client, '/recent_items', { query: { fields: asked, limit: pageSize, marker } })
  demandDone(answer)
  const page = at(answer.json)
  const next = text(page.next_marker, 1_000)
  return { items: itemsIn(list(page.entries).map(entry => at(entry).item)), ...(next && { cursor: next }) }
}

const itemsIn = (entries: readonly unknown[]): Item[] =>
  entries
    .map(boxItemOf)
    .filter(item => item.id && (item.is === 'file' || item.is === 'folder'))
    .map(item => ({
      id: item.id,
      kind: item.is === 'folder' ? 'folder' : 'file',
      name: item.name,
      detail: item.folders.map(folder => folder.name).join(' / ') || '/',
      ...(item.changedAt && { changedAt: item.changedAt }),
    }))

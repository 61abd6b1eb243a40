import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { driveItemOf } from './items.ts'
import { callGraph, demandDone, type GraphClient, type SharePointSettings, tokenIn } from './site.ts'

const pageSize = 50
const asked = 'id,name,folder,webUrl,lastModifiedDateTime,parentReference'

/**
 * One's own files and the sites one follows; in a site its libraries, in a library its files. What an id names is its first word: a `site`, a `drive`
 * (a library), or an `item` in a drive.
 */
export const picker: Picker<SharePointSettings> = {
  views: ['browse', 'recent', 'search'],
  sharing: ['as_it_is', 'organization', 'anonymous'],
  async list(client, { view, folder, text: typed, cursor }) {
    const from = Number(cursor ?? '0')
    if (view === 'recent') return search(client, 'isDocument:true', from, newestFirst)
    if (view === 'search' && typed) return search(client, typed, from)
    const [what, first = '', second = ''] = (folder ?? '').split(' ')
    if (what === 'site') return libraries(client, first)
    if (what === 'drive') return children(client, `/drives/${encodeURIComponent(first)}/root`, cursor)
    if (what === 'item') return children(client, pathOf(first, second), cursor)
    const own = await children(client, '/me/drive/root', cursor)
    return cursor ? own : { ...own, items: [...(await followedSites(client)), ...own.items] }
  },
  /** Who may open it is left as it is, or a link is made that opens it to more; nothing is ever narrowed. */
  async attach(client, itemId, sharing) {
    const [, drive = '', id = ''] = itemId.split(' ')
    if (sharing === 'organization' || sharing === 'anonymous') return { url: await linkTo(client, drive, id, sharing) }
    const answer = await callGraph(client, pathOf(drive, id), { query: { $select: asked } })
    demandDone(answer)
    const { url } = driveItemOf(answer.json)
    if (!url) throw new NotPossible('no_link')
    return { url }
  },
}

const pathOf = (drive: string, id: string): string =>
  `/drives/${encodeURIComponent(drive)}/items/${encodeURIComponent(id)}`

export async function linkTo(client: GraphClient, drive: string, id: string, scope: string): Promise<string> {
  const answer = await callGraph(client, `${pathOf(drive, id)}/createLink`, {
    method: 'POST',
    json: { type: 'view', scope },
  })
  demandDone(answer)
  const url = text(at(answer.json, 'link').webUrl, 2_000)
  if (!url) throw new NotPossible('no_link')
  return url
}

async function children(client: GraphClient, path: string, cursor: string | undefined) {
  const query = { $select: asked, $top: pageSize, $skiptoken: cursor }
  const answer = await callGraph(client, `${path}/children`, { query })
  demandDone(answer)
  const next = tokenIn(at(answer.json)['@odata.nextLink'], 'skiptoken')
  return { items: itemsIn(list(at(answer.json).value)), ...(next && { cursor: next }) }
}

const itemsIn = (found: readonly unknown[]): Item[] =>
  found
    .map(driveItemOf)
    .filter(item => item.id && item.drive)
    .map(item => ({
      id: `item ${item.drive} ${item.id}`,
      kind: item.folder ? 'folder' : 'file',
      name: item.name,
      ...(item.changedAt && { changedAt: item.changedAt }),
    }))

/** Who follows none, or may not list them, browses without. */
async function followedSites(client: GraphClient): Promise<Item[]> {
  const answer = await callGraph(client, '/me/followedSites', { query: { $select: 'id,displayName' } })
  return list(at(answer.json).value).map(site => ({
    id: `site ${text(at(site).id)}`,
    kind: 'folder',
    name: text(at(site).displayName),
  }))
}

async function libraries(client: GraphClient, site: string) {
  const answer = await callGraph(client, `/sites/${encodeURIComponent(site)}/drives`, { query: { $select: 'id,name' } })
  demandDone(answer)
  const items = list(at(answer.json).value).map(drive => ({
    id: `drive ${text(at(drive).id)}`,
    kind: 'folder' as const,
    name: text(at(drive).name),
  }))
  return { items }
}

/** The list of one's recent files (`/me/drive/recent`) ends in November 2026: what changed last is found by a search in order of that. */
const newestFirst = { sortProperties: [{ name: 'lastModifiedDateTime', isDescending: true }] }

async function search(client: GraphClient, typed: string, from: number, order: object = {}) {
  const query = { queryString: typed.slice(0, 500) }
  const request = { entityTypes: ['driveItem'], query, from, size: pageSize, ...order }
  const answer = await callGraph(client, '/search/query', { method: 'POST', json: { requests: [request] } })
  demandDone(answer)
  const found = at(answer.json, 'value', 0, 'hitsContainers', 0)
  const items = itemsIn(list(found.hits).map(hit => at(hit).resource))
  return { items, ...(found.moreResultsAvailable === true && { cursor: String(from + pageSize) }) }
}

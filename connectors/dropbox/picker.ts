import type { Item, Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { type Entry, entryOf } from './files.ts'
import { linkTo, standingOf, ways } from './link.ts'
import { newestOf } from './recent.ts'
import { callDropbox, type DropboxClient, type DropboxSettings, demandDone } from './site.ts'

const pageSize = 50

export const picker: Picker<DropboxSettings> = {
  views: ['browse', 'recent', 'search'],
  sharing: ways,
  async list(client, { view, folder, text: typed, cursor }) {
    if (view === 'recent') return { items: (await newestOf(client, pageSize)).map(itemFrom) }
    return view === 'search' && typed ? search(client, typed, cursor) : browse(client, folder ?? '', cursor)
  },
  oneLink: { others: ['password'], now: standingOf },
  attach: (client, itemId, sharing) => linkTo(client, itemId, sharing),
}

async function browse(client: DropboxClient, path: string, cursor: string | undefined) {
  const answer = cursor
    ? await callDropbox(client, '/files/list_folder/continue', { cursor })
    : await callDropbox(client, '/files/list_folder', { path, limit: pageSize })
  demandDone(answer)
  const page = at(answer.json)
  return pageOf(list(page.entries).map(entryOf), page)
}

async function search(client: DropboxClient, query: string, cursor: string | undefined) {
  const answer = cursor
    ? await callDropbox(client, '/files/search/continue_v2', { cursor })
    : await callDropbox(client, '/files/search_v2', {
        query: query.slice(0, 1_000),
        options: { max_results: pageSize, filename_only: true },
      })
  demandDone(answer)
  const page = at(answer.json)
  return pageOf(
    list(page.matches).map(match => entryOf(at(match, 'metadata').metadata)),
    page,
  )
}

const pageOf = (entries: readonly Entry[], page: Readonly<Record<string, unknown>>) => ({
  items: entries.filter(entry => entry.id && entry.is !== 'deleted').map(itemFrom),
  ...(page.has_more === true && { cursor: text(page.cursor, 10_000) }),
})

const itemFrom = (entry: Entry): Item => ({
  id: entry.id,
  kind: entry.is === 'folder' ? 'folder' : 'file',
  name: entry.name,
  detail: entry.path.split('/').slice(1, -1).join(' / ') || '/',
  ...(entry.changedAt && { changedAt: entry.changedAt }),
})

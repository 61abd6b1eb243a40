import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { type Entry, entryOf } from './files.ts'
import { callDropbox, type DropboxClient, type DropboxSettings, demandDone, problemOf, tag } from './site.ts'

/** What each way of sharing is called there. */
const audiences: Readonly<Record<string, string>> = { invited: 'no_one', team: 'team', anyone: 'public' }
const pageSize = 50

export const picker: Picker<DropboxSettings> = {
  views: ['browse', 'search'],
  sharing: Object.keys(audiences),
  list: (client, { view, folder, text: typed, cursor }) =>
    view === 'search' && typed ? search(client, typed, cursor) : browse(client, folder ?? '', cursor),
  async attach(client, itemId, sharing) {
    return { url: await linkTo(client, itemId, audiences[sharing ?? 'invited'] ?? 'no_one') }
  },
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

/** A thing has one link: the one that is there is taken, and opened as wide as was chosen, no wider and no narrower. */
export async function linkTo(client: DropboxClient, path: string, audience: string): Promise<string> {
  const settings = { audience: { '.tag': audience }, access: { '.tag': 'viewer' } }
  const answer = await callDropbox(client, '/sharing/create_shared_link_with_settings', { path, settings })
  const made = text(at(answer.json).url, 2_000)
  if (made) return made
  const problem = problemOf(answer)
  if (problem?.is !== 'shared_link_already_exists') demandDone(answer)
  const there = at(answer.json, 'error', 'shared_link_already_exists', 'metadata')
  const link = text(there.url, 2_000) ? there : await firstLink(client, path)
  const url = text(link.url, 2_000)
  if (!url) throw new NotPossible('gone')
  if (tag(at(link, 'link_permissions').resolved_visibility) !== visibilityOf(audience))
    demandDone(
      await callDropbox(client, '/sharing/modify_shared_link_settings', {
        url,
        settings: { audience: { '.tag': audience } },
      }),
    )
  return url
}

async function firstLink(client: DropboxClient, path: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await callDropbox(client, '/sharing/list_shared_links', { path, direct_only: true })
  demandDone(answer)
  return at(answer.json, 'links', 0)
}

/** The same three under the names that links answer with. */
const visibilityOf = (audience: string): string => (audience === 'team' ? 'team_only' : audience)

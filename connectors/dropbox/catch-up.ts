import type { Notice } from '../../contract/notice.ts'
import type { CatchUp, Reading } from '../connector.ts'
import { at, list, parse, size, text } from '../reading.ts'
import { type Entry, entryOf, extensionOf, foldersOf, itemOf } from './files.ts'
import { lyingAt, type Places, placeNow, placesAfter, placesOf } from './places.ts'
import { callDropbox, type DropboxClient, type DropboxSettings, demandDone, problemOf } from './site.ts'

/** The whole account, from a cursor of the service's: the webhook is a hint, this is the truth. */
export const catchUp: CatchUp<DropboxSettings> = {
  every: 900,
  async start(client) {
    const answer = await callDropbox(client, '/files/list_folder/get_latest_cursor', { path: '', recursive: true })
    demandDone(answer)
    return kept(text(at(answer.json).cursor, 10_000), {})
  },
  async next(client, cursor, followed) {
    const { service, places: known } = whereItWas(cursor)
    const before = await placesOf(client, followed, known)
    const answer = await callDropbox(client, '/files/list_folder/continue', { cursor: service })
    const problem = problemOf(answer)
    if (problem?.is === 'reset') return { readings: [], cursor: await catchUp.start(client), more: false }
    demandDone(answer)
    const page = at(answer.json)
    const entries = list(page.entries).map(entryOf)
    const after = placesAfter(entries, before)
    const names = await namesOf(client, entries)
    const told = await Promise.all(entries.map(entry => readingOf(client, entry, names, before, after)))
    const next = kept(text(page.cursor, 10_000) || service, after)
    return { readings: told.flat(), cursor: next, more: page.has_more === true }
  },
}

const kept = (service: string, places: Places): string => JSON.stringify({ service, places })

/** A cursor that was kept before places were is the service's own word. */
function whereItWas(cursor: string): { service: string; places: Places } {
  const { service, places } = at(parse(Buffer.from(cursor)))
  return typeof service === 'string' ? { service, places: at(places) as Places } : { service: cursor, places: {} }
}

/** Entries name accounts; each is asked for once a page. */
async function namesOf(client: DropboxClient, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.map(entry => entry.modifiedBy).filter(Boolean))].slice(0, 20)
  const found = await Promise.all(
    ids.map(async id => {
      const { json } = await callDropbox(client, '/users/get_account', { account_id: id })
      return [id, text(at(json, 'name').display_name)] as const
    }),
  )
  return new Map(found.filter(([, name]) => name))
}

/** A rename comes as the end of one path and the beginning of another: of a followed thing it is one. */
async function readingOf(
  client: DropboxClient,
  entry: Entry,
  names: ReadonlyMap<string, string>,
  before: Places,
  after: Places,
): Promise<Reading[]> {
  const place = itemOf(entry.path)
  if (entry.is !== 'deleted') {
    const moved = before[entry.id] !== undefined && before[entry.id] !== place
    return [
      noticeOf(moved ? 'moved' : eventOf(entry), entry, before[entry.id] ? entry.id : place, names, after, client),
    ]
  }
  const [id] = lyingAt(place, before)
  // It may have moved to where the next page tells of.
  if (id && (after[id] !== place || ((await placeNow(client, id)) ?? place) !== place)) return []
  return [noticeOf('deleted', entry, id ?? place, names, before, client)]
}

const eventOf = ({ is }: Entry): string => (is === 'folder' ? 'folder_made' : 'saved')

function noticeOf(
  event: string,
  entry: Entry,
  item: string,
  names: ReadonlyMap<string, string>,
  places: Places,
  client: DropboxClient,
): Reading {
  const who = names.get(entry.modifiedBy)
  const folder = entry.path.split('/').at(-2) ?? ''
  const around = foldersOf(entry.path).at(-1)
  const notice: Notice = {
    event,
    key: event === 'saved' && who ? 'saved_by' : event,
    values: { title: entry.name, ...(who && { who }) },
    facts: [
      ...(folder ? [{ label: 'folder', kind: 'text' as const, value: folder }] : []),
      ...(entry.size === undefined ? [] : [{ label: 'size', kind: 'text' as const, value: size(entry.size) }]),
    ],
    link: `${client.address('site')}/home${entry.path.split('/').map(encodeURIComponent).join('/')}`,
    item,
    // At this place in a reader's own account may lie another file of the same name.
    parts: { title: entry.id || item, ...(around && { folder: around }) },
    // Folders by where they lie, and by their ids; the thing itself too, for who followed it by where it lies.
    within: [...foldersOf(entry.path).flatMap(place => [place, ...lyingAt(place, places)]), itemOf(entry.path)],
    properties: { extension: extensionOf(entry.name) },
    ...(who && { people: { who: entry.modifiedBy } }),
    at: entry.changedAt ? Date.parse(entry.changedAt) : client.now(),
  }
  return { is: 'notice', notice }
}

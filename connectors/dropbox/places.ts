import { type Entry, entryOf, itemOf } from './files.ts'
import { callDropbox, type DropboxClient, problemOf } from './site.ts'

/** Where each followed thing lies, as the hash of its path: changes tell of paths, and what is deleted has no id any more. */
export type Places = Readonly<Record<string, string>>

/** Places of those followed by their ids; one that is new is asked about. What is gone lies nowhere. */
export async function placesOf(client: DropboxClient, followed: readonly string[], known: Places): Promise<Places> {
  const ids = followed.filter(item => item.startsWith('id:'))
  const found = await Promise.all(ids.map(async id => [id, known[id] ?? (await placeNow(client, id))] as const))
  return Object.fromEntries(found.flatMap(([id, place]) => (place ? [[id, place]] : [])))
}

/** What the service says of it now; nothing where it is not there. */
export async function placeNow(client: DropboxClient, id: string): Promise<string | undefined> {
  const answer = await callDropbox(client, '/files/get_metadata', { path: id })
  const { path } = entryOf(answer.json)
  return !problemOf(answer) && path ? itemOf(path) : undefined
}

/** The place each followed thing has once these entries are read. */
export const placesAfter = (entries: readonly Entry[], before: Places): Places => ({
  ...before,
  ...Object.fromEntries(entries.flatMap(({ id, path }) => (before[id] ? [[id, itemOf(path)]] : []))),
})

/** Who lies there. */
export const lyingAt = (place: string, places: Places): string[] =>
  Object.keys(places).filter(id => places[id] === place)

import { NotPossible } from '../connector.ts'
import { at, list, parse, text } from '../reading.ts'
import { type Entry, entryOf } from './files.ts'
import { callDropbox, type DropboxClient, demandDone, problemOf } from './site.ts'

/** So many entries in one answer, and so many answers: of an account that holds more, nobody can say what is new in it without reading all. */
const atATime = 1_000
const mostPages = 10
/** More than are shown, so that some may go. */
const mostKept = 200

interface Found {
  readonly cursor: string
  readonly newest: readonly Entry[]
}

/**
 * What was changed last. No route lists that, and a search wants words: the account is read through once, and from then on only what changed since, for as
 * long as the memory lasts.
 */
export async function newestOf(client: DropboxClient, most: number): Promise<readonly Entry[]> {
  const known = foundIn(client.memory.get('recent'))
  const found = (known && (await readOn(client, known))) ?? (await readOn(client, undefined))
  if (!found) throw new NotPossible('too_many')
  client.memory.set('recent', JSON.stringify(found))
  return found.newest.slice(0, most)
}

function foundIn(kept: string | undefined): Found | undefined {
  const { cursor, newest } = at(parse(Buffer.from(kept ?? '')))
  return typeof cursor === 'string' ? { cursor, newest: list(newest) as Entry[] } : undefined
}

/** Nothing where there is more than is read through, or where the service no longer takes the cursor. */
async function readOn(client: DropboxClient, before: Found | undefined): Promise<Found | undefined> {
  const files = new Map(before?.newest.map(entry => [entry.id, entry]))
  let cursor = before?.cursor
  for (let page = 0; page < mostPages; page++) {
    const answer = cursor
      ? await callDropbox(client, '/files/list_folder/continue', { cursor })
      : await callDropbox(client, '/files/list_folder', { path: '', recursive: true, limit: atATime })
    if (before && problemOf(answer)?.is === 'reset') return undefined
    demandDone(answer)
    for (const entry of list(at(answer.json).entries).map(entryOf)) take(files, entry)
    cursor = text(at(answer.json).cursor, 10_000)
    if (at(answer.json).has_more !== true) return { cursor, newest: newestIn(files) }
  }
  return undefined
}

/** What is deleted is named by its path, and everything in it goes too. */
function take(files: Map<string, Entry>, entry: Entry): void {
  if (entry.is === 'file') files.set(entry.id, entry)
  if (entry.is !== 'deleted') return
  const path = entry.path.toLowerCase()
  for (const [id, file] of files) if (`${file.path.toLowerCase()}/`.startsWith(`${path}/`)) files.delete(id)
}

const newestIn = (files: ReadonlyMap<string, Entry>): Entry[] =>
  [...files.values()].toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)).slice(0, mostKept)

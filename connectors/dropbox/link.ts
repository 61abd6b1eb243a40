import { NotPossible } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { entryOf } from './files.ts'
import { callDropbox, type DropboxClient, demandDone, problemOf } from './site.ts'

/** What each way of sharing is called there, the narrowest first. */
const audiences: Readonly<Record<string, string>> = { invited: 'no_one', team: 'team', anyone: 'public' }
export const ways = Object.keys(audiences)

type Link = Readonly<Record<string, unknown>>

/**
 * A thing has one link. One that is there is taken: it is opened wider where that was chosen, and never to fewer, since whoever got it before would lose it
 * (`kept` then says how it stands).
 */
export async function linkTo(
  client: DropboxClient,
  path: string,
  sharing = 'invited',
): Promise<{ url: string; kept?: string }> {
  const audience = { '.tag': audiences[sharing] ?? 'no_one' }
  const settings = { audience, access: { '.tag': 'viewer' } }
  const answer = await callDropbox(client, '/sharing/create_shared_link_with_settings', { path, settings })
  const made = text(at(answer.json).url, 2_000)
  if (made) return { url: made }
  if (problemOf(answer)?.is !== 'shared_link_already_exists') demandDone(answer)
  const said = at(answer.json, 'error', 'shared_link_already_exists', 'metadata')
  const there = text(said.url, 2_000) ? said : await firstLink(client, path)
  const url = text(there?.url, 2_000)
  if (!there || !url) throw new NotPossible('gone')
  const now = nameOf(there)
  if (now === sharing) return { url }
  if (!ways.includes(now) || ways.indexOf(sharing) < ways.indexOf(now)) return { url, kept: now }
  demandDone(await callDropbox(client, '/sharing/modify_shared_link_settings', { url, settings: { audience } }))
  return { url }
}

/** What the link of a thing opens to now; nothing while it has none. */
export async function standingOf(client: DropboxClient, path: string): Promise<string | undefined> {
  const there = await firstLink(client, path)
  return there && nameOf(there)
}

async function firstLink(client: DropboxClient, path: string): Promise<Link | undefined> {
  const answer = await callDropbox(client, '/sharing/list_shared_links', { path, direct_only: true })
  demandDone(answer)
  const [first] = list(at(answer.json).links)
  return first === undefined ? undefined : at(first)
}

/** The same under our names; links that open to those only who were let in are called many things there. */
function nameOf(link: Link): string {
  const { visibility } = entryOf(link)
  if (visibility === 'public') return 'anyone'
  if (visibility === 'team_only' || visibility === 'team') return 'team'
  return /password/.test(visibility) ? 'password' : 'invited'
}

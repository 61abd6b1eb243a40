import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { cardOf, lockedCard } from './cards.ts'
import { decoded, entryOf, foldersOf } from './files.ts'
import { callDropbox, type DropboxClient, type DropboxSettings, problemOf, tag } from './site.ts'

/** Links that were shared, places in the pasting person's own account, and short links. */
export function recognise(url: URL, place: Place<DropboxSettings>): Reference | undefined {
  const short = under(url, place.address('short'))
  if (short) return /^\/[A-Za-z0-9]{4,20}$/.test(short.path) ? { kind: 'short', ids: { path: short.path } } : undefined
  const found = under(url, place.address('site')) ?? under(url, place.address('bare'))
  if (!found) return undefined
  const [first = '', second = '', third = ''] = found.path.split('/').filter(Boolean)
  if (first === 'home' || first === 'preview') return ownPath(found.path.slice(first.length + 1), url)
  const shared = first === 'scl' ? { fi: 'file', fo: 'folder' }[second] : { s: 'file', sh: 'folder' }[first]
  const id = first === 'scl' ? third : second
  if (!shared || !/^[A-Za-z0-9_-]{5,60}$/.test(id)) return undefined
  const base = place.address('site')
  return { kind: shared, ids: { url: withSecret(`${base}${found.path}`, url) } }
}

/** The secret of a link is what opens it: it stays, and nothing else of what follows the question mark. */
function withSecret(plain: string, { searchParams }: URL): string {
  const secret = searchParams.get('rlkey')
  return secret ? `${plain}?rlkey=${encodeURIComponent(secret)}&dl=0` : `${plain}?dl=0`
}

function ownPath(path: string, { searchParams }: URL): Reference | undefined {
  const inside = searchParams.get('preview')
  const whole = [...path.split('/').filter(Boolean).map(decoded), ...(inside ? [inside] : [])]
  return whole.length > 0 ? { kind: 'path', ids: { path: `/${whole.join('/')}` } } : undefined
}

export async function preview(reference: Reference, client: DropboxClient): Promise<PreviewOutcome> {
  if (reference.kind === 'path') return previewPath(reference.ids.path ?? '', client)
  if (reference.kind === 'short') return previewShort(reference, client)
  const url = reference.ids.url ?? ''
  const answer = await callDropbox(client, '/sharing/get_shared_link_metadata', { url })
  const problem = problemOf(answer)
  if (problem) return refusedLink(answer.status, problem, url)
  const entry = entryOf(answer.json)
  const card = cardOf(entry, url, { '.tag': 'link', url })
  return { state: 'shown', card, audience: entry.visibility === 'public' ? 'everyone' : 'viewer' }
}

function refusedLink(status: number, { is, inner }: { is: string; inner: string }, url: string): PreviewOutcome {
  if (status === 401) return { state: 'account_needed' }
  if (is === 'shared_link_not_found') return { state: 'gone' }
  if (inner === 'password_required') return { state: 'limited', card: lockedCard(url), audience: 'viewer' }
  return { state: 'not_yours' }
}

/** A place in one's own account: for anybody else there is nothing, or another file of that name. */
async function previewPath(path: string, client: DropboxClient): Promise<PreviewOutcome> {
  const answer = await callDropbox(client, '/files/get_metadata', { path, include_deleted: true })
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status >= 400) return { state: 'not_yours' }
  if (tag(answer.json) === 'deleted') return { state: 'gone' }
  const entry = entryOf(answer.json)
  const url = `${client.address('site')}/home${path.split('/').map(encodeURIComponent).join('/')}`
  const card = cardOf(entry, url, { '.tag': 'path', path: entry.id || path }, client.details.root)
  return { state: 'shown', card, audience: 'viewer', parts: [entry.id, ...foldersOf(entry.path)] }
}

/** A short link says where it leads once it is asked; nothing of anybody goes along. */
async function previewShort({ ids }: Reference, client: DropboxClient): Promise<PreviewOutcome> {
  const answer = await client.call({ address: 'short', path: ids.path ?? '', anonymous: true })
  const to = answer.headers.location ?? ''
  if (answer.status === 401) return { state: 'account_needed' }
  const target = URL.canParse(to) ? recognise(new URL(to), client) : undefined
  if (target && target.kind !== 'short') return preview(target, client)
  return { state: answer.status === 404 || answer.status === 410 ? 'gone' : 'not_yours' }
}

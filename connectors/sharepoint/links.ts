import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { cardOf, pageCard, siteCard } from './cards.ts'
import { askFor, driveItemOf, shareId } from './items.ts'
import { callGraph, type GraphClient, type SharePointSettings } from './site.ts'

/** Sharing links by their letter, and files, folders, pages, list items and sites by their path. */
export function recognise(url: URL, place: Place<SharePointSettings>): Reference | undefined {
  const short = under(url, place.address('short'))
  if (short)
    return /^\/[a-z]\/[\w!-]{4,100}$/i.test(short.path) ? named('file', `${short.origin}${short.path}`) : undefined
  const found = under(url, place.address('sites'))
  if (!found || found.label.endsWith('-admin')) return undefined
  const parts = found.path.split('/').filter(Boolean)
  const letter = /^:([wxpbfiuvot]):$/.exec(parts[0] ?? '')?.[1]
  if (letter) return parts.length > 2 ? named(letter === 'f' ? 'folder' : 'file', found.origin + found.path) : undefined
  return byPath(found.origin, parts, url)
}

const named = (kind: string, url: string): Reference => ({ kind, ids: { url } })

function byPath(origin: string, parts: readonly string[], url: URL): Reference | undefined {
  const inSite = /^(?:sites|teams|personal)$/.test(parts[0] ?? '')
  const rest = inSite ? parts.slice(2) : parts
  const plain = `${origin}/${parts.join('/')}`
  const last = rest.at(-1) ?? ''
  if (inSite && parts.length === 2 && parts[0] !== 'personal') return named('site', plain)
  if (last === 'Doc.aspx' && url.searchParams.has('sourcedoc')) return officeDocument(plain, url)
  if (rest.length < 2 || rest.some(part => part.startsWith('_'))) return undefined
  if (rest[0] === 'SitePages') return named('page', plain)
  if (rest[0] === 'Lists') {
    const id = /^(?:Disp|Edit)Form\.aspx$/i.test(last) ? url.searchParams.get('ID') : null
    return id && /^\d{1,10}$/.test(id) ? named('list_item', `${plain}?ID=${id}`) : undefined
  }
  return last.endsWith('.aspx') ? inLibrary(origin, url) : named(isFile(last) ? 'file' : 'folder', plain)
}

/** The view of a library names the file in it. */
function inLibrary(origin: string, { searchParams }: URL): Reference | undefined {
  const path = searchParams.get('id')
  if (!path?.startsWith('/') || path.includes('..')) return undefined
  const inside = path.split('/').map(encodeURIComponent).join('/')
  return named(isFile(path) ? 'file' : 'folder', origin + inside)
}

/** A document open in its editor is named by a number and its file name. */
function officeDocument(plain: string, { searchParams }: URL): Reference {
  const kept = new URLSearchParams({
    sourcedoc: searchParams.get('sourcedoc') ?? '',
    file: searchParams.get('file') ?? '',
  })
  return named('file', `${plain}?${kept}`)
}

const isFile = (path: string): boolean => /\.[A-Za-z0-9]{1,10}$/.test(path)

export async function preview(reference: Reference, client: GraphClient): Promise<PreviewOutcome> {
  const { kind, ids } = reference
  const url = ids.url ?? ''
  const answer = await ask(reference, client)
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status === 410) return { state: 'gone' }
  if (answer.status >= 400) return { state: 'not_yours' }
  if (kind === 'site') return { state: 'shown', card: siteCard(answer.json, url), audience: 'viewer' }
  if (kind === 'page' || kind === 'list_item')
    return { state: 'shown', card: pageCard(kind, answer.json, url), audience: 'viewer' }
  const item = driveItemOf(answer.json)
  return item.deleted ? { state: 'gone' } : { state: 'shown', card: cardOf(item, url, client), audience: 'viewer' }
}

function ask(reference: Reference, client: GraphClient) {
  const { kind, ids } = reference
  if (kind === 'site') {
    const { host, pathname } = new URL(ids.url ?? '')
    return callGraph(client, `/sites/${host}:${pathname}`, {
      query: { $select: 'id,name,displayName,description,webUrl,lastModifiedDateTime' },
    })
  }
  if (kind === 'page' || kind === 'list_item')
    return callGraph(client, `/shares/${shareId(ids.url ?? '')}/listItem`, { query: { $expand: 'fields' } })
  return askFor(reference, client, 'thumbnails')
}

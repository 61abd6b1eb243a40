import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Answer, Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, text } from '../reading.ts'
import { cardOf, lockedCard } from './cards.ts'
import { type BoxItem, boxItemOf, itemOf } from './items.ts'
import { type BoxClient, type BoxSettings, callBox, fields } from './site.ts'

/** Hosts of the vendor that hold no files. */
const elsewhere = /^(?:www|account|developer|support|community|blog|api|upload|dl|cloud|status|events|pulse)(?:\.|$)/

/** Files and folders by number, and shared links by their token or name, on any customer's host. */
export function recognise(url: URL, place: Place<BoxSettings>): Reference | undefined {
  const found = under(url, place.address('app')) ?? under(url, place.address('sites'))
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second = ''] = found.path.split('/').filter(Boolean)
  if ((first === 's' || first === 'v') && /^[\w-]{3,100}$/.test(second))
    return { kind: 'shared', ids: { url: `${found.origin}/${first}/${second}` } }
  const is = { file: 'file', notes: 'file', folder: 'folder' }[first]
  if (!is || !/^[1-9]\d{0,19}$/.test(second)) return undefined
  const token = /^[\w-]{3,100}$/.exec(url.searchParams.get('s') ?? '')?.[0]
  const shared = token ? { shared: `${found.origin}/s/${token}` } : {}
  return { kind: is, ids: { [is]: second, url: `${found.origin}/${first}/${second}`, ...shared } }
}

/** By number, or by the link: the account that asks decides in both cases. */
export const askAbout = ({ kind, ids }: Reference, client: BoxClient): Promise<Answer> =>
  kind === 'shared'
    ? callBox(client, '/shared_items', { query: { fields } }, ids.url)
    : callBox(client, `/${kind}s/${ids[kind]}`, { query: { fields } }, ids.shared)

export async function preview(reference: Reference, client: BoxClient): Promise<PreviewOutcome> {
  const answer = await askAbout(reference, client)
  const { ids } = reference
  const shared = reference.kind === 'shared' ? ids.url : ids.shared
  if (answer.status === 401) return { state: 'account_needed' }
  if (text(at(answer.json).code) === 'incorrect_shared_item_password')
    return { state: 'limited', card: lockedCard(ids.url ?? ''), audience: 'viewer' }
  if (answer.status === 410) return { state: 'gone' }
  if (answer.status >= 400) return { state: 'not_yours' }
  const item = boxItemOf(answer.json)
  if (item.trashed) return { state: 'gone' }
  const open = shared !== undefined && item.access === 'open' && !item.locked && isLinkOf(item, shared)
  const card = cardOf(item, ids.url ?? '', shared)
  if (open) return { state: 'shown', card, audience: 'everyone' }
  return { state: 'shown', card, audience: 'viewer', parts: item.folders.map(one => itemOf('folder', one.id)) }
}

/** A token opens its thing on any of the vendor's hosts, a name that somebody chose only on one. A number with another thing's link opens nothing. */
const isLinkOf = ({ url, vanityUrl }: BoxItem, shared: string): boolean =>
  shared === url || shared === vanityUrl || (tokenOf(shared) !== undefined && tokenOf(shared) === tokenOf(url))

const tokenOf = (link: string): string | undefined => /^https:\/\/[^/]+\/s\/([\w-]+)$/.exec(link)?.[1]

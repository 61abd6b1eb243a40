import type { Card, Fact, PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, number, text } from '../reading.ts'
import { getQuip, type QuipClient, type QuipSettings } from './site.ts'
import { askFor, dayOf, namesOf, type Thread, threadOf } from './threads.ts'

/** Hosts of the vendor that hold no threads. */
const elsewhere = /^(?:www|platform|listen\d*|salesforce)(?:\.|$)/
/** Pages of the site itself that look like an id. */
const reserved = /^(?:automation|integrations?|enterprises?|resources?|productivity)$/i

/** A thread by the end of its address: eleven characters are its id for ever, twelve a path that its owner can let end. */
export function recognise(url: URL, place: Place<QuipSettings>): Reference | undefined {
  const found = under(url, place.address('site')) ?? under(url, place.address('sites'))
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second] = found.path.split('/').filter(Boolean)
  if (!/^[A-Za-z0-9]{11,12}$/.test(first) || !/[A-Z0-9]/.test(first) || reserved.test(first)) return undefined
  if (second !== undefined && !/^[^/]{1,300}$/.test(second)) return undefined
  const named = first.length === 11 ? { id: first } : { secretPath: first }
  const section = /^#([A-Za-z0-9]{11})$/.exec(url.hash)?.[1]
  const address = `${found.origin}/${first}${section ? `#${section}` : ''}`
  return { kind: 'thread', ids: { ...named, ...(section && { section }), url: address } }
}

export async function preview(reference: Reference, client: QuipClient): Promise<PreviewOutcome> {
  const answer = await askFor(reference, client)
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status === 410) return { state: 'gone' }
  if (answer.status >= 400) return previewFolder(reference, client)
  const thread = threadOf(answer.json)
  if (thread.deleted) return { state: 'gone' }
  const author = (await namesOf(client, [thread.author])).get(thread.author) ?? ''
  return { state: 'shown', card: cardOf(thread, author, reference.ids.url ?? ''), audience: 'viewer' }
}

/** Folders have addresses of the same form. */
async function previewFolder({ ids }: Reference, client: QuipClient): Promise<PreviewOutcome> {
  const answer = await getQuip(client, `/1/folders/${ids.id ?? ids.secretPath ?? ''}`)
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status >= 400) return { state: 'not_yours' }
  const folder = at(answer.json, 'folder')
  const changed = dayOf(number(folder.updated_usec) ?? 0)
  const facts: Fact[] = [{ label: 'type', kind: 'text', value: 'folder' }]
  if (changed) facts.push({ label: 'changed', kind: 'date', value: changed })
  const card: Card = { url: ids.url ?? '', kind: 'thread', title: text(folder.title) || '—', facts }
  return { state: 'shown', card, audience: 'viewer' }
}

function cardOf(thread: Thread, author: string, url: string): Card {
  const facts: Fact[] = [{ label: 'type', kind: 'text', value: thread.type }]
  if (author) facts.push({ label: 'author', kind: 'person', value: author })
  const changed = dayOf(thread.updated)
  if (changed) facts.push({ label: 'changed', kind: 'date', value: changed })
  return { url, kind: 'thread', title: thread.title || '—', facts, actions: ['post_message'] }
}

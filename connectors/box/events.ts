import type { Fact } from '../../contract/preview.ts'
import type { Followed, HookProof, HookRequest, Place, Reading, Reference, Subscription } from '../connector.ts'
import { at, instant, parse, size, text } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { type BoxItem, boxItemOf, itemOf } from './items.ts'
import { askAbout } from './links.ts'
import { type BoxClient, type BoxSettings, callBox, demandDone } from './site.ts'

/** What each trigger is to people: a kind of notice. The others are not for them. */
const told: Readonly<Record<string, string>> = {
  'FILE.UPLOADED': 'uploaded',
  'FILE.RENAMED': 'renamed',
  'FILE.MOVED': 'moved',
  'FILE.COPIED': 'copied',
  'FILE.TRASHED': 'trashed',
  'FILE.RESTORED': 'restored',
  'FILE.LOCKED': 'locked',
  'FILE.UNLOCKED': 'unlocked',
  'FOLDER.CREATED': 'folder_made',
  'FOLDER.RENAMED': 'renamed',
  'FOLDER.MOVED': 'moved',
  'FOLDER.TRASHED': 'trashed',
  'FOLDER.RESTORED': 'restored',
  'COMMENT.CREATED': 'commented',
}
export const kinds = [...new Set(Object.values(told))]
const forFiles = Object.keys(told).filter(trigger => !trigger.startsWith('FOLDER.') && trigger !== 'FILE.UPLOADED')
const known =
  /^(?:FILE|FOLDER|COMMENT|TASK_ASSIGNMENT|SHARED_LINK|COLLABORATION|METADATA_INSTANCE|SIGN_REQUEST)\.[A-Z_]+$/

const tenMinutes = 600_000

/** Either key, over the bytes and then the time; both must be written as the first version has it, and the time be now. */
export function verify({ headers, body }: HookRequest, { settings, now }: HookProof<BoxSettings>): boolean {
  const time = headers['box-delivery-timestamp'] ?? ''
  const fresh = Math.abs(now - Date.parse(time)) <= tenMinutes
  if (!fresh || headers['box-signature-version'] !== '1' || headers['box-signature-algorithm'] !== 'HmacSHA256')
    return false
  const signed = Buffer.concat([body, Buffer.from(time)])
  const form = { algorithm: 'sha256', encoding: 'base64' } as const
  const first = isSigned(form, headers['box-signature-primary'], signed, keys(settings.primaryKey))
  return isSigned(form, headers['box-signature-secondary'], signed, keys(settings.secondaryKey)) || first
}

const keys = (key: string | undefined): string[] => (key ? [key] : [])

/** Stays equal over retries, where the delivery's own id does not. */
export const deliveryKey = ({ body }: HookRequest): string | undefined => text(at(parse(body)).id) || undefined

export function read({ body }: HookRequest, place: Place<BoxSettings>): Reading {
  const event = at(parse(body))
  const trigger = text(event.trigger, 100)
  if (!trigger) return { is: 'unrecognised', reason: 'no trigger in it' }
  const kind = told[trigger]
  if (!kind) return known.test(trigger) || gone.test(trigger) ? ignored(trigger) : strange(trigger)
  const comment = text(at(event.source).type) === 'comment' ? at(event.source) : undefined
  const item = boxItemOf(comment ? comment.item : event.source)
  if (!item.id) return { is: 'ignored', event: trigger, reason: 'the thing is gone' }
  return noticeOf(kind, item, event, text(comment?.message), place)
}

const gone = /^(?:WEBHOOK\.DELETED|NO_ACTIVE_SESSION)$/
const ignored = (event: string): Reading => ({
  is: 'ignored',
  event,
  reason: gone.test(event) ? 'the service stopped telling of this thing' : 'not told to people',
})
const strange = (trigger: string): Reading => ({ is: 'unrecognised', reason: `unknown trigger ${trigger}` })

function noticeOf(
  kind: string,
  item: BoxItem,
  event: Readonly<Record<string, unknown>>,
  words: string,
  place: Place<BoxSettings>,
): Reading {
  const who = at(event.created_by)
  const folder = item.folders.at(-1)
  const facts: Fact[] = []
  if (words) facts.push({ label: 'words', kind: 'text', value: words })
  if (folder) facts.push({ label: 'folder', kind: 'text', value: folder.name })
  if (item.is === 'file' && item.size !== undefined) facts.push({ label: 'size', kind: 'text', value: size(item.size) })
  return {
    is: 'notice',
    notice: {
      event: kind,
      key: kind,
      values: { title: item.name || '—', who: text(who.name) || 'Box' },
      facts,
      link: `${place.address('app')}/${item.is === 'folder' ? 'folder' : 'file'}/${item.id}`,
      item: itemOf(item.is === 'folder' ? 'folder' : 'file', item.id),
      within: item.folders.map(one => itemOf('folder', one.id)),
      properties: { extension: item.extension },
      people: { who: text(who.id) },
      at: Date.parse(instant(event.created_at) ?? '') || 0,
    },
  }
}

/** The number behind a shared link, as the installation's own account is told. */
export async function followedAs(reference: Reference, client: BoxClient): Promise<string | undefined> {
  const answer = await askAbout(reference, client)
  const { is, id } = boxItemOf(answer.json)
  return answer.status < 400 && (is === 'file' || is === 'folder') ? itemOf(is, id) : undefined
}

/** One webhook per thing; a folder's tells of everything in it. */
export async function follow(
  client: BoxClient,
  { item }: Followed,
  { url }: { readonly url: string },
): Promise<readonly Subscription[]> {
  const [type = '', id = ''] = item.split(':')
  const triggers = type === 'folder' ? Object.keys(told) : forFiles
  const json = { target: { type, id }, address: url, triggers }
  const answer = await callBox(client, '/webhooks', { method: 'POST', json })
  demandDone(answer)
  return [{ externalId: text(at(answer.json).id), item }]
}

export async function unsubscribe(client: BoxClient, { externalId }: Subscription): Promise<void> {
  await callBox(client, `/webhooks/${encodeURIComponent(externalId)}`, { method: 'DELETE' })
}

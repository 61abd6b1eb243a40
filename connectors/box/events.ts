import type { Fact } from '../../contract/preview.ts'
import type { HookProof, HookRequest, Place, Reading } from '../connector.ts'
import { at, instant, parse, size, text, under } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { type BoxItem, boxItemOf, itemOf } from './items.ts'
import type { BoxSettings } from './site.ts'

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
/** What a webhook is made for, by what it is about. */
export const triggersOf = (type: string): string[] =>
  Object.keys(told).filter(
    trigger => type === 'folder' || (!trigger.startsWith('FOLDER.') && trigger !== 'FILE.UPLOADED'),
  )
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
  if (!trigger) return { is: 'unrecognised', reason: 'no_event_name' }
  const kind = under(told, trigger)
  if (ended.test(trigger)) return endOf(trigger, event)
  if (!kind) return known.test(trigger) ? ignored(trigger) : strange(trigger)
  const comment = text(at(event.source).type) === 'comment' ? at(event.source) : undefined
  const item = boxItemOf(comment ? comment.item : event.source)
  if (!item.id) return { is: 'ignored', event: trigger, reason: 'gone' }
  return noticeOf(kind, item, event, text(comment?.message), place)
}

/**
 * Box deletes a webhook that nobody heard for long, and one whose account has no live token left. Making it anew is also how it is found out whether
 * that account still works: one that does not is said to be lost by its next call.
 */
const ended = /^(?:WEBHOOK\.DELETED|NO_ACTIVE_SESSION)$/
function endOf(trigger: string, event: Readonly<Record<string, unknown>>): Reading {
  const source = at(event.source)
  const externalId = text(at(event.webhook).id) || (text(source.type) === 'webhook' ? text(source.id) : '')
  return externalId ? { is: 'subscription_ended', externalId } : { is: 'ignored', event: trigger, reason: 'no_subject' }
}

const ignored = (event: string): Reading => ({ is: 'ignored', event, reason: 'not_for_people' })
const strange = (trigger: string): Reading => ({ is: 'unrecognised', reason: 'unknown_event', about: trigger })

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
      // A file may be somebody's who does not see the folder around it.
      ...(folder && { parts: { folder: itemOf('folder', folder.id) } }),
      link: `${place.address('app')}/${item.is === 'folder' ? 'folder' : 'file'}/${item.id}`,
      item: itemOf(item.is === 'folder' ? 'folder' : 'file', item.id),
      within: item.folders.map(one => itemOf('folder', one.id)),
      properties: { extension: item.extension },
      people: { who: text(who.id) },
      at: Date.parse(instant(event.created_at) ?? '') || 0,
    },
  }
}

import { createHmac } from 'node:crypto'
import type { Notice } from '../../contract/notice.ts'
import type { Fact } from '../../contract/preview.ts'
import type { HookAnswer, HookProof, HookRequest, Place, Reading } from '../connector.ts'
import { at, instant, list, number, parse, text, under } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { spaced } from './cards.ts'
import { recognise } from './links.ts'
import type { ZoomSettings } from './site.ts'

export const kinds = [
  'meeting_created',
  'meeting_updated',
  'meeting_deleted',
  'meeting_started',
  'meeting_ended',
  'recording_ready',
  'transcript_ready',
  'summary_ready',
]
/** A request that is older was stored by somebody, and is not the service's. */
const staleMs = 5 * 60_000

/** What the service wants signed: letters of Base64. What it signs itself begins `v0:`, so that nobody gets an event of theirs signed by us. */
const tokenForm = /^[\w+/=-]{1,100}$/

/** The service asks again about every three days whether we still hold the secret; it signs that too, though not everywhere when it is set up. */
export function handshake(request: HookRequest, proof: HookProof<ZoomSettings>): HookAnswer | undefined {
  if (request.method !== 'POST') return undefined
  const { settings } = proof
  const body = at(parse(request.body))
  const plainToken = text(at(body.payload).plainToken, 200)
  if (body.event !== 'endpoint.url_validation' || !tokenForm.test(plainToken)) return undefined
  if (request.headers['x-zm-signature'] !== undefined && !verify(request, proof)) return undefined
  const encryptedToken = createHmac('sha256', settings.secretToken).update(plainToken).digest('hex')
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ plainToken, encryptedToken }),
  }
}

export function verify({ headers, body }: HookRequest, { settings, now }: HookProof<ZoomSettings>): boolean {
  const stamp = headers['x-zm-request-timestamp'] ?? ''
  if (!/^\d{9,11}$/.test(stamp) || Math.abs(now - Number(stamp) * 1_000) > staleMs) return false
  const signed = Buffer.concat([Buffer.from(`v0:${stamp}:`), body])
  const form = { algorithm: 'sha256', encoding: 'hex', prefix: 'v0=' } as const
  return isSigned(form, headers['x-zm-signature'], signed, [settings.secretToken])
}

/** A recurring meeting repeats its number with a new uuid; a retry repeats all three. */
export function deliveryKey({ body }: HookRequest): string | undefined {
  const { event, event_ts, payload } = at(parse(body))
  const object = at(payload, 'object')
  const thing = text(object.uuid) || text(object.meeting_uuid) || text(object.id)
  const who = text(at(object, 'participant').participant_uuid)
  return event && event_ts && thing ? [event, event_ts, thing, who].join(':') : undefined
}

const readers: Readonly<Record<string, Reader>> = {
  'meeting.created': about('meeting_created', 'waiting'),
  'meeting.updated': changed,
  'meeting.deleted': about('meeting_deleted', 'deleted'),
  'meeting.recovered': about('meeting_created', 'waiting'),
  'meeting.started': about('meeting_started', 'started'),
  'meeting.ended': about('meeting_ended', 'ended'),
  'webinar.created': about('meeting_created', 'waiting'),
  'webinar.updated': changed,
  'webinar.deleted': about('meeting_deleted', 'deleted'),
  'webinar.started': about('meeting_started', 'started'),
  'webinar.ended': about('meeting_ended', 'ended'),
  'recording.completed': recordingReady('recording_ready'),
  'recording.transcript_completed': recordingReady('transcript_ready'),
  'meeting.summary_completed': summaryReady,
}
const quiet = /^(?:meeting|webinar|recording|user|account|team_chat)\./

export function read(request: HookRequest, place: Place<ZoomSettings>): Reading {
  const body = at(parse(request.body))
  const event = text(body.event, 100)
  const payload = at(body.payload)
  if (event === 'app_deauthorized') return { is: 'account_ended', externalId: text(payload.user_id) }
  const reader = under(readers, event)
  if (reader)
    return reader({
      object: at(payload.object),
      old: at(payload.old_object),
      webinar: event.startsWith('webinar.'),
      at: number(body.event_ts) ?? 0,
      place,
    })
  if (quiet.test(event)) return { is: 'ignored', event, reason: 'not_for_people' }
  return event
    ? { is: 'unrecognised', reason: 'unknown_event', about: event }
    : { is: 'unrecognised', reason: 'no_event_name' }
}

interface Told {
  readonly object: Readonly<Record<string, unknown>>
  readonly old: Readonly<Record<string, unknown>>
  readonly webinar: boolean
  readonly at: number
  readonly place: Place<ZoomSettings>
}
type Reader = (told: Told) => Reading

function about(event: string, status: string): Reader {
  return told => {
    const start = instant(told.object.start_time)
    const facts: Fact[] = start ? [{ label: 'start', kind: 'date', value: start }] : []
    const minutes = event === 'meeting_ended' ? lasted(told.object) : undefined
    if (minutes !== undefined) facts.push({ label: 'minutes', kind: 'text', value: String(minutes) })
    const known = { status, ...(start && { start }), ...(minutes !== undefined && { minutes: String(minutes) }) }
    return notice(told, event, event, facts, known)
  }
}

/** How long it really lasted, in whole minutes. */
function lasted({ start_time, end_time }: Told['object']): number | undefined {
  const ms = Date.parse(text(end_time)) - Date.parse(text(start_time))
  return Number.isFinite(ms) && ms >= 0 ? Math.max(1, Math.round(ms / 60_000)) : undefined
}

function changed(told: Told): Reading {
  const { object, old } = told
  const facts: Fact[] = []
  const start = instant(object.start_time)
  if (start) facts.push({ label: 'start', kind: 'date', value: start })
  if (object.topic !== undefined && old.topic !== undefined && object.topic !== old.topic)
    facts.push({ label: 'before', kind: 'text', value: text(old.topic) })
  if (facts.length === 0 && object.topic === old.topic)
    return { is: 'ignored', event: 'meeting.updated', reason: 'nothing_changed' }
  return notice(told, 'meeting_updated', 'meeting_updated', facts, start ? { start, status: 'waiting' } : {})
}

/** What was said in it is read beside the recording: both have one address. */
function recordingReady(event: string): Reader {
  return told => {
    const url = text(told.object.share_url, 1_000)
    const minutes = number(told.object.duration)
    const facts: Fact[] = minutes ? [{ label: 'minutes', kind: 'text', value: String(minutes) }] : []
    const known = { status: 'ended', ...(isRecording(url, told.place) && { recording: url }) }
    return notice(told, event, event, facts, known)
  }
}

/** Only an address at the service itself goes onto a card. */
const isRecording = (url: string, place: Place<ZoomSettings>): boolean =>
  URL.canParse(url) && recognise(new URL(url), place)?.kind === 'recording'

function summaryReady(told: Told): Reading {
  const { object } = told
  const whole = {
    ...told,
    object: { ...object, id: object.meeting_id, topic: object.meeting_topic, host_id: object.meeting_host_id },
  }
  const parts = list(object.summary_details).length
  const facts: Fact[] = parts > 0 ? [{ label: 'parts', kind: 'text', value: String(parts) }] : []
  return notice(whole, 'summary_ready', 'summary_ready', facts, {})
}

/** Numbers come as text or as numbers; the secret that starts a meeting and the one that joins it stay out of notices. */
function notice(told: Told, event: string, key: string, facts: Fact[], known: Record<string, string>): Reading {
  const { object, place, webinar, at: when } = told
  const id = text(object.id)
  if (!/^\d{9,11}$/.test(id)) return { is: 'unrecognised', reason: 'no_subject' }
  const topic = text(object.topic) || spaced(id)
  const hostId = text(object.host_id)
  const made: Notice = {
    event,
    key,
    // Linked, the member's name stands instead of nobody.
    values: { topic, host: 'nobody' },
    facts,
    link: `${place.address(place.settings.cloud === 'government' ? 'gov' : 'site')}/${webinar ? 'w' : 'j'}/${id}`,
    item: `meeting:${id}`,
    properties: { meeting: id, host: hostId },
    ...(hostId && { people: { host: hostId } }),
    known: { topic, ...known },
    at: when,
  }
  return { is: 'notice', notice: made }
}

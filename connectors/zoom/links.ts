import type { Card, PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, text } from '../reading.ts'
import { cardOfMeeting, cardOfRecording, plainMeeting, plainOther } from './cards.ts'
import { callZoom, type ZoomClient, type ZoomSettings } from './site.ts'

const hosts = ['site', 'sites', 'com', 'coms', 'gov', 'govs']
/** Hosts of the vendor that hold no meetings. */
const elsewhere = /^(?:marketplace|developers?|events|support|explore|success|www|blog|library|learning)(?:\.|$)/
const meetingId = /^\d{9,11}$/

/** Meetings, webinars, personal rooms, recordings and registrations of any account; the number is checked, not believed. */
export function recognise(url: URL, place: Place<ZoomSettings>): Reference | undefined {
  const found = hosts.map(name => under(url, place.address(name))).find(one => one !== undefined)
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second = '', third = ''] = found.path.split('/').filter(Boolean)
  const host = found.origin
  const number = (first === 'wc' && second === 'join' ? third : second).replace(/[\s-]/g, '')
  if (['j', 's', 'w', 'wc'].includes(first) && meetingId.test(number)) {
    const pwd = url.searchParams.get('pwd')
    const ids = { host, id: number, ...(pwd && { pwd }) }
    return { kind: first === 'w' ? 'webinar' : 'meeting', ids }
  }
  if (first === 'my' && /^[\w.-]{1,60}$/.test(second)) return { kind: 'room', ids: { host, personal: second } }
  if (first === 'rec' && /^(?:share|play)$/.test(second) && third)
    return { kind: 'recording', ids: { host, path: found.path } }
  const registers = second === 'register' && third && /^(?:meeting|webinar)$/.test(first)
  return registers ? { kind: 'registration', ids: { host, path: found.path } } : undefined
}

/** What a meeting is called in its notices and in what groups know of it. */
export function itemOf({ kind, ids }: Reference): string | undefined {
  return kind === 'meeting' || kind === 'webinar' ? `meeting:${ids.id}` : undefined
}

/** The address of a meeting as anyone may open it: the secret that starts it as host is never part of it. */
export const joinUrl = ({ host, id, pwd }: Reference['ids'], way = 'j'): string =>
  `${host}/${way}/${id}${pwd ? `?pwd=${encodeURIComponent(pwd)}` : ''}`

/** Only the host may read a meeting: for anyone else the service answers that it is not there, and the plain card stands in. */
export async function preview(reference: Reference, client: ZoomClient): Promise<PreviewOutcome> {
  const { kind, ids } = reference
  if (kind === 'recording' || kind === 'registration' || kind === 'room') return { state: 'not_yours' }
  const answer = await callZoom(client, `/${kind === 'webinar' ? 'webinars' : 'meetings'}/${ids.id}`)
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status >= 400) return { state: 'not_yours' }
  const meeting = at(answer.json)
  const url = joinUrl(ids, kind === 'webinar' ? 'w' : 'j')
  const hosting = text(meeting.host_id) === client.details.userId
  return { state: 'shown', audience: 'viewer', card: cardOfMeeting(meeting, kind, url, hosting) }
}

export function plain(
  { kind, ids }: Reference,
  _place: Place<ZoomSettings>,
  known: Readonly<Record<string, string>>,
): Card {
  const host = new URL(ids.host ?? '').hostname
  if (kind === 'recording') return cardOfRecording(`${new URL(ids.host ?? '').origin}${ids.path}`, host)
  if (kind === 'room') return plainOther('room', `${ids.host}/my/${ids.personal}`, ids.personal ?? '', host)
  if (kind === 'registration')
    return plainOther('registration', `${new URL(ids.host ?? '').origin}${ids.path}`, host, host)
  return plainMeeting(kind, joinUrl(ids, kind === 'webinar' ? 'w' : 'j'), ids.id ?? '', host, known)
}

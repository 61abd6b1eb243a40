import type { Card, Fact } from '../../contract/preview.ts'
import { instant, number, text } from '../reading.ts'

/** 85047333470 as people read it: 850 4733 3470. */
export const spaced = (id: string): string => id.replace(/^(\d{3})(\d{3,4})(\d{3,4})$/, '$1 $2 $3')

const state = (status: string): Fact => ({
  label: 'status',
  kind: 'state',
  value: status,
  tone: status === 'started' ? 'doing' : status === 'ended' ? 'done' : 'todo',
})

export function cardOfMeeting(
  meeting: Readonly<Record<string, unknown>>,
  kind: string,
  url: string,
  hosting: boolean,
): Card {
  const start = instant(meeting.start_time)
  const minutes = number(meeting.duration)
  const status = text(meeting.status) || 'waiting'
  const facts: Fact[] = [state(status)]
  if (start) facts.push({ label: 'start', kind: 'date', value: start })
  if (minutes) facts.push({ label: 'minutes', kind: 'text', value: String(minutes) })
  const host = text(meeting.host_email)
  if (host) facts.push({ label: 'host', kind: 'person', value: host })
  const agenda = text(meeting.agenda)
  return {
    url,
    kind,
    title: text(meeting.topic) || spaced(text(meeting.id)) || '—',
    ...(agenda && { summary: agenda }),
    facts,
    ...(hosting && status === 'started' && kind === 'meeting' && { actions: ['end_meeting'] }),
  }
}

/**
 * For a meeting that was scheduled the service says “waiting” again once it has ended: what its events told stands, until it is to begin
 * another time.
 */
export function heed(card: Card, known: Readonly<Record<string, string>>): Card {
  const status = known.status ?? ''
  const start = card.facts.find(fact => fact.label === 'start')?.value ?? ''
  const over = Date.parse(known.start ?? '') + Number(known.minutes ?? 0) * 60_000
  const again = Date.parse(start) > over + early
  if ((status !== 'started' && status !== 'ended') || again) return card
  const ended = status === 'ended'
  const { actions = [], ...rest } = card
  const facts = card.facts.map(fact => {
    if (fact.label === 'status') return state(status)
    return fact.label === 'minutes' && ended && known.minutes ? { ...fact, value: known.minutes } : fact
  })
  const counted = ended && known.minutes && !facts.some(fact => fact.label === 'minutes')
  return {
    ...rest,
    url: ended && known.recording ? known.recording : card.url,
    facts: counted ? [...facts, { label: 'minutes', kind: 'text', value: known.minutes ?? '' }] : facts,
    ...(!ended && actions.length > 0 && { actions }),
  }
}
/** A meeting may begin so long before its time. */
const early = 3_600_000

/** What the address and the group's own events tell: enough to join, and how it went. */
export function plainMeeting(
  kind: string,
  url: string,
  id: string,
  host: string,
  known: Readonly<Record<string, string>>,
): Card {
  const facts: Fact[] = []
  if (known.status) facts.push(state(known.status))
  if (known.start) facts.push({ label: 'start', kind: 'date', value: known.start })
  if (known.minutes && known.status === 'ended') facts.push({ label: 'minutes', kind: 'text', value: known.minutes })
  facts.push({ label: 'number', kind: 'text', value: spaced(id) })
  return {
    url: known.recording && known.status === 'ended' ? known.recording : url,
    kind,
    title: known.topic || `Zoom ${spaced(id)}`,
    summary: host,
    facts,
  }
}

export const cardOfRecording = (url: string, host: string): Card => ({
  url,
  kind: 'recording',
  title: host,
  facts: [],
})

export const plainOther = (kind: 'room' | 'registration', url: string, title: string, host: string): Card => ({
  url,
  kind,
  title,
  summary: host,
  facts: [],
})

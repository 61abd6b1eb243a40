import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HookProof, HookRequest, Place } from '../connector.ts'
import { sign } from '../signatures.ts'
import { cardOfMeeting, heed } from './cards.ts'
import zoom from './connector.ts'
import { handshake, read, verify } from './events.ts'
import { plain, recognise } from './links.ts'
import type { ZoomSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'zoom'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'zoom', path), 'utf8'))

const settings: ZoomSettings = { cloud: 'commercial', secretToken: 'zoomwebhooksecret' }
const place: Place<ZoomSettings> = { settings, address: name => zoom.addresses(settings)[name] ?? '' }
const kindOf = (words: string): string =>
  words.startsWith('webinar registration') || words === 'meeting registration'
    ? 'registration'
    : words.startsWith('recording')
      ? 'recording'
      : words === 'webinar'
        ? 'webinar'
        : words === 'personal link name'
          ? 'room'
          : 'meeting'

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; kind: string; ids?: object }[])('$url is ours', ({ url, kind, ids }) => {
    expect(recognise(new URL(url), place)).toMatchObject({ kind: kindOf(kind), ids: ids ?? {} })
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(recognise(new URL(url), place)).toBeUndefined()
  })
})

test('what makes somebody the host is on no card', () => {
  const reference = recognise(new URL('https://zoom.us/s/93123456789?zak=eyJ0'), place)
  const card = reference && plain(reference, place, {})
  expect(card?.url).toBe('https://zoom.us/j/93123456789')
  expect(JSON.stringify([reference, card])).not.toContain('eyJ0')
})

const post = (body: string, headers: Record<string, string> = {}): HookRequest => ({
  method: 'POST',
  query: {},
  headers,
  body: Buffer.from(body),
})
const proof: HookProof<ZoomSettings> = { settings, clientSecret: 'x', secrets: [], details: {}, now: 1_700_000_000_000 }

describe('proof', () => {
  const signed = (body: string, seconds: number, secret = settings.secretToken): HookRequest => {
    const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, `v0:${seconds}:${body}`, secret)
    return post(body, { 'x-zm-request-timestamp': String(seconds), 'x-zm-signature': `v0=${signature}` })
  }
  const good = signed('{"event":"meeting.started"}', 1_700_000_000)
  test('the signature of the service, and no other', () => {
    expect(verify(good, proof)).toBe(true)
    expect(verify({ ...good, body: Buffer.from('{"event":"meeting.startee"}') }, proof)).toBe(false)
    expect(verify(signed('{}', 1_700_000_000, 'another'), proof)).toBe(false)
    expect(verify(signed('{}', 1_700_000_000 - 301), proof)).toBe(false)
    expect(verify(signed('{}', 1_700_000_000 + 301), proof)).toBe(false)
    expect(verify({ ...good, headers: {} }, proof)).toBe(false)
    const twice = { ...good.headers, 'x-zm-signature': `${good.headers['x-zm-signature']}, v0=0` }
    expect(verify({ ...good, headers: twice }, proof)).toBe(false)
  })
  test.skipIf(!there)('the handshake of the published vector', () => {
    for (const { secretToken, request, response } of json('signature-vectors.json').url_validation.vectors) {
      const answer = handshake(post(JSON.stringify(request)), { ...proof, settings: { ...settings, secretToken } })
      expect(JSON.parse(answer?.body ?? '')).toEqual(response)
    }
  })
  test('the handshake signs nothing that would be a signature of an event, and nothing for who signs as another', () => {
    const asking = (plainToken: string) => JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken } })
    expect(handshake(post(asking('v0:1700000000:{"event":"meeting.ended"}')), proof)).toBeUndefined()
    expect(handshake(signed(asking('qgg8vlvZRS6UYooatFL8Aw'), 1_700_000_000, 'another'), proof)).toBeUndefined()
    expect(handshake(signed(asking('qgg8vlvZRS6UYooatFL8Aw'), 1_700_000_000), proof)?.status).toBe(200)
  })
})

const heard: Readonly<Record<string, string>> = {
  'app_deauthorized.json': 'account_ended',
  'meeting.created.json': 'meeting_created',
  'meeting.deleted.json': 'meeting_deleted',
  'meeting.ended.json': 'meeting_ended',
  'meeting.recovered.json': 'meeting_created',
  'meeting.started.json': 'meeting_started',
  'meeting.summary_completed.json': 'summary_ready',
  'meeting.updated.json': 'meeting_updated',
  'recording.completed.json': 'recording_ready',
  'recording.transcript_completed.json': 'transcript_ready',
  'webinar.created.json': 'meeting_created',
  'webinar.started.json': 'meeting_started',
}

describe.skipIf(!there)('every payload of the shared cases', () => {
  const files = there ? readdirSync(join(fixtures, 'zoom/webhooks')) : []
  test.each(files)('%s', file => {
    const reading = read(post(readFileSync(join(fixtures, 'zoom/webhooks', file), 'utf8')), place)
    if (file === 'endpoint.url_validation.json') expect(reading.is).toBe('unrecognised')
    else if (reading.is === 'notice') expect(reading.notice.event).toBe(heard[file])
    else expect(reading.is).toBe(heard[file] ?? 'ignored')
    expect(JSON.stringify(reading)).not.toMatch(/PaSsWoRd|pwd=|abJhbGci|yNYIS408/)
  })
})

test('a notice leads to the cloud it came from, and a webinar to its own page', () => {
  const body = JSON.stringify({ event: 'webinar.started', payload: { object: { id: '1612345678', topic: 'T' } } })
  const linkIn = (where: Place<ZoomSettings>) => {
    const reading = read(post(body), where)
    return reading.is === 'notice' ? reading.notice.link : reading.is
  }
  expect(linkIn(place)).toBe('https://zoom.us/w/1612345678')
  const government: ZoomSettings = { ...settings, cloud: 'government' }
  expect(linkIn({ settings: government, address: name => zoom.addresses(government)[name] ?? '' })).toBe(
    'https://zoomgov.com/w/1612345678',
  )
})

test('a webinar that is put off or cancelled is told of like a meeting', () => {
  const told = (event: string, payload: object) => read(post(JSON.stringify({ event, event_ts: 1, payload })), place)
  const object = { id: '1612345678', topic: 'T', start_time: '2026-11-24T15:00:00Z' }
  expect(told('webinar.updated', { object, old_object: { start_time: '2026-11-24T14:00:00Z' } })).toMatchObject({
    notice: { event: 'meeting_updated', link: 'https://zoom.us/w/1612345678', known: { status: 'waiting' } },
  })
  expect(told('webinar.deleted', { object })).toMatchObject({
    notice: { event: 'meeting_deleted', item: 'meeting:1612345678', known: { status: 'deleted' } },
  })
})

test('how long a meeting lasted is counted, not what was planned', () => {
  const object = {
    id: '85047333470',
    topic: 'T',
    host_id: 'zu-bruno',
    start_time: '2026-11-23T09:00:00Z',
    end_time: '2026-11-23T09:42:10Z',
    duration: 60,
  }
  const reading = read(post(JSON.stringify({ event: 'meeting.ended', event_ts: 1, payload: { object } })), place)
  expect(reading).toMatchObject({
    is: 'notice',
    notice: { known: { status: 'ended', minutes: '42' }, item: 'meeting:85047333470', people: { host: 'zu-bruno' } },
  })
})

test('over what its host is told of a meeting stands what its events told, until it begins another time', () => {
  const meeting = { id: 1, topic: 'T', status: 'waiting', start_time: '2026-11-23T09:00:00Z', duration: 30 }
  const card = cardOfMeeting(meeting, 'meeting', 'https://zoom.us/j/1', true)
  const seen = (known: Record<string, string>, from = card) => {
    const { url, facts, actions } = heed(from, known)
    return [url, actions, ...facts.filter(fact => /status|minutes/.test(fact.label)).map(fact => fact.value)]
  }
  const recording = 'https://zoom.us/rec/share/x'
  const ended = { status: 'ended', start: '2026-11-23T08:55:00Z', minutes: '42', recording }
  expect(seen(ended)).toEqual([recording, undefined, 'ended', '42'])
  const running = { ...cardOfMeeting({ ...meeting, status: 'started' }, 'meeting', card.url, true) }
  expect(seen(ended, running)).toEqual([recording, undefined, 'ended', '42'])
  const started = { status: 'started', start: '2026-11-23T08:55:00Z' }
  expect(seen(started)).toEqual([card.url, undefined, 'started', '30'])
  // A word from before it began takes nothing back, and the last time says nothing of the next.
  for (const known of [{}, { status: 'waiting' }, { status: 'ended', start: '2026-11-16T09:00:00Z', minutes: '42' }])
    expect(heed(card, known)).toEqual(card)
  expect(seen({ status: 'waiting' }, running)).toEqual([card.url, ['end_meeting'], 'started', '30'])
})

test('reading is total', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), body => {
      expect(['notice', 'ignored', 'unrecognised', 'account_ended']).toContain(read(post(body), place).is)
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), url => {
      expect(recognise(new URL(url), place)).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})

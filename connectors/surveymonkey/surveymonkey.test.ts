import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HookProof, HookRequest, Place } from '../connector.ts'
import { sign } from '../signatures.ts'
import surveymonkey from './connector.ts'
import { handshake, read, verify } from './events.ts'
import { recognise } from './links.ts'
import type { SurveySettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'surveymonkey'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'surveymonkey', path), 'utf8'))

const settings: SurveySettings = { region: 'us' }
const place: Place<SurveySettings> = { settings, address: name => surveymonkey.addresses(settings)[name] ?? '' }

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; ids?: object }[])('$url is ours', ({ url, ids }) => {
    expect(recognise(new URL(url), place)).toMatchObject({ ids: ids ?? {} })
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(recognise(new URL(url), place)).toBeUndefined()
  })
})

const post = (body: string, headers: Record<string, string> = {}): HookRequest => ({
  method: 'POST',
  query: {},
  headers,
  body: Buffer.from(body),
})
const proof: HookProof<SurveySettings> = { settings, clientSecret: 'secret', secrets: [], details: {}, now: 0 }

test('the signature of the service, and no other', () => {
  const signed = (body: string, secret = 'secret'): HookRequest =>
    post(body, {
      'sm-apikey': 'id',
      'sm-signature': sign({ algorithm: 'sha1', encoding: 'base64' }, body, `id&${secret}`),
    })
  const good = signed('{"event_type":"response_completed"}')
  expect(verify(good, proof)).toBe(true)
  expect(verify({ ...good, body: Buffer.from('{"event_type":"response_completee"}') }, proof)).toBe(false)
  expect(verify(signed('{}', 'another'), proof)).toBe(false)
  expect(verify({ ...good, headers: { ...good.headers, 'sm-apikey': 'other' } }, proof)).toBe(false)
  expect(verify({ ...good, headers: { 'sm-apikey': 'id' } }, proof)).toBe(false)
  const twice = { ...good.headers, 'sm-signature': `${good.headers['sm-signature']}, x` }
  expect(verify({ ...good, headers: twice }, proof)).toBe(false)
  expect(verify(good, { ...proof, clientSecret: undefined })).toBe(false)
})

test('HEAD is answered before there is a webhook', () => {
  expect(handshake({ ...post(''), method: 'HEAD' })).toEqual({ status: 200 })
  expect(handshake(post('{}'))).toBeUndefined()
})

test.skipIf(!there)('an event only says that something changed', () => {
  for (const file of readdirSync(join(fixtures, 'surveymonkey/webhooks')).filter(name => name.includes('callbacks')))
    expect(read(post(readFileSync(join(fixtures, 'surveymonkey/webhooks', file), 'utf8')))).toEqual({
      is: 'changed',
      event: 'response_completed',
    })
  expect(read(post('{"event_type":"coffee_ready"}')).is).toBe('unrecognised')
})

test('reading is total', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), body => {
      expect(['changed', 'unrecognised']).toContain(read(post(body)).is)
    }),
    { numRuns: 200 },
  )
})

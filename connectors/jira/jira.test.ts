import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HookProof, HookRequest, Place } from '../connector.ts'
import { isSigned, sign } from '../signatures.ts'
import jira from './connector.ts'
import { read, verify } from './events.ts'
import { recognise } from './links.ts'
import type { JiraSettings } from './site.ts'

/** Other people's data is read in place, never copied; where it is absent its cases are skipped by name. */
const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'jira'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'jira', path), 'utf8'))

const placeAt = (settings: JiraSettings): Place<JiraSettings> => ({
  settings,
  address: name => jira.addresses(settings)[name] ?? '',
})
const cloud = placeAt({ deployment: 'cloud' })
const centers = ['https://jira.example.com', 'https://intranet.example.com/jira', 'https://jira.example.com:8443'].map(
  siteUrl => placeAt({ deployment: 'data_center', siteUrl }),
)
const anywhere = (url: string) =>
  [cloud, ...centers].map(place => recognise(new URL(url), place)).find(found => found !== undefined)

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; kind: string; ids: object }[])('$url is ours', ({ url, kind, ids }) => {
    expect(anywhere(url)).toMatchObject({ kind, ids })
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(anywhere(url)).toBeUndefined()
  })
})

test('a board is shown as the project of its path, a lower-case key is raised', () => {
  expect(recognise(new URL('https://cobalt.atlassian.net/jira/software/projects/OPS/boards/4'), cloud)).toMatchObject({
    kind: 'board',
    ids: { project: 'OPS' },
  })
  expect(recognise(new URL('https://cobalt.atlassian.net/browse/ops-7'), cloud)?.ids.key).toBe('OPS-7')
})

const requestOf = (body: string | Uint8Array, headers: Record<string, string> = {}): HookRequest => ({
  method: 'POST',
  query: {},
  headers,
  body: Buffer.from(body),
})
const proof = (over: Partial<HookProof<JiraSettings>> = {}): HookProof<JiraSettings> => ({
  settings: { deployment: 'cloud' },
  clientSecret: 'client-secret',
  secrets: ['hook-secret'],
  details: {},
  now: Date.now(),
  ...over,
})
const form = { algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' } as const

describe('signatures', () => {
  test.skipIf(!there)('published vectors verify, and nothing else does', () => {
    const { vectors, negative } = json('signature-vectors.json')
    for (const { secret, body, header } of vectors) expect(isSigned(form, header, body, [secret])).toBe(true)
    for (const { secret, body, header } of negative) expect(isSigned(form, header, body, [secret])).toBe(false)
  })

  const body = '{"webhookEvent":"jira:issue_created"}'
  const signed = { 'x-hub-signature': `sha256=${sign(form, body, 'hook-secret')}` }
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (header: object, claims: object, secret = 'client-secret'): string => {
    const said = `${part(header)}.${part(claims)}`
    return `${said}.${sign({ algorithm: 'sha256', encoding: 'base64url' }, said, secret)}`
  }
  const seconds = Math.floor(Date.now() / 1_000)
  const good = token({ alg: 'HS256' }, { exp: seconds + 60 })

  test.each<[string, Record<string, string>, boolean]>([
    ['a right signature', signed, true],
    ['a right token', { authorization: `Bearer ${good}` }, true],
    ['both right', { ...signed, authorization: `Bearer ${good}` }, true],
    ['neither', {}, false],
    ['a right signature beside a wrong token', { ...signed, authorization: `Bearer ${good}x` }, false],
    [
      'a wrong signature beside a right token',
      { 'x-hub-signature': 'sha256=00', authorization: `Bearer ${good}` },
      false,
    ],
    ['another secret', { authorization: `Bearer ${token({ alg: 'HS256' }, {}, 'other')}` }, false],
    ['no algorithm', { authorization: `Bearer ${token({ alg: 'none' }, {})}` }, false],
    ['an old token', { authorization: `Bearer ${token({ alg: 'HS256' }, { exp: seconds - 3_600 })}` }, false],
    ['a doubled header', { 'x-hub-signature': `${signed['x-hub-signature']}, ${signed['x-hub-signature']}` }, false],
    ['another prefix', { 'x-hub-signature': signed['x-hub-signature'].replace('sha256', 'sha1') }, false],
  ])('%s', (_, headers, expected) => {
    expect(verify(requestOf(body, headers), proof())).toBe(expected)
  })

  test('every changed byte of the body is noticed', () => {
    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(verify(requestOf(changed, signed), proof()), `byte ${at}`).toBe(false)
    }
  })
})

describe.skipIf(!there)('every shared payload', () => {
  const files = there ? readdirSync(join(fixtures, 'jira/webhooks')) : []
  const silent = [
    'webhook-issue-updated-rank.json',
    'webhook-server-comment-deleted.json',
    'webhook-server-comment-updated.json',
  ]

  test.each(files)('%s reads to a sentence in both languages, or is ignored with a reason', async file => {
    const reading = read(requestOf(readFileSync(join(fixtures, 'jira/webhooks', file))), cloud)
    expect(reading.is).toBe(silent.includes(file) ? 'ignored' : 'notice')
    if (reading.is !== 'notice') return
    const { key, event, facts, values, link } = reading.notice
    const words = JSON.parse(readFileSync(new URL('en.json', import.meta.url), 'utf8'))
    expect(words[`notice.${key}`], key).toBeTypeOf('string')
    expect(words[`notice.neutral.${event}`]).toBeTypeOf('string')
    expect(facts.length).toBeLessThanOrEqual(4)
    expect(link).toMatch(/^https?:\/\/.+\/browse\/[A-Z][A-Z0-9_]+-\d+/)
    const named = [...String(words[`notice.${key}`]).matchAll(/\{(\w+)/g)].map(match => match[1] ?? '')
    expect(named.filter(name => values[name] === undefined)).toEqual([])
  })

  test.each([
    ['webhook-issue-created.json', 'issue_created', 'issue_created'],
    ['webhook-issue-deleted.json', 'issue_deleted', 'issue_deleted'],
    ['webhook-cloud-comment-created.json', 'comment_created', 'comment_created'],
    ['webhook-issue-updated-assigned.json', 'issue_updated', 'assigned'],
    ['webhook-issue-assigned-empty-changelog.json', 'issue_updated', 'assigned'],
    ['webhook-issue-updated-started-working.json', 'issue_updated', 'status_changed'],
    ['webhook-issue-updated-labels.json', 'issue_updated', 'fields_changed'],
    ['webhook-server-issue-updated-comment-edited.json', 'comment_updated', 'comment_updated'],
    ['webhook-server-issue-updated-comment-deleted.json', 'comment_deleted', 'comment_deleted'],
    ['webhook-server-old-issue-updated-no-event-type-commented.json', 'comment_created', 'comment_created'],
  ])('%s is %s, said as %s', (file, event, key) => {
    const reading = read(requestOf(readFileSync(join(fixtures, 'jira/webhooks', file))), cloud)
    expect(reading).toMatchObject({ is: 'notice', notice: { event, key } })
  })
})

test('reading never throws, whatever comes', () => {
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        webhookEvent: fc.constantFrom('jira:issue_updated', 'comment_created', 'jira:issue_created'),
        issue: fc.anything(),
        changelog: fc.anything(),
        comment: fc.anything(),
        user: fc.anything(),
      })
      .map(value => JSON.stringify(value) ?? ''),
  )
  fc.assert(fc.property(body, text => ['notice', 'ignored', 'unrecognised'].includes(read(requestOf(text), cloud).is)))
})

test('what cannot be asked about any more, or has no number, is not told', () => {
  const of = (webhookEvent: string, comment: object) => {
    const body = { webhookEvent, issue: { key: 'WEB-7', fields: {} }, comment }
    return read({ method: 'POST', query: {}, headers: {}, body: Buffer.from(JSON.stringify(body)) }, cloud)
  }
  const kept = { id: '9', body: 'kept', visibility: { type: 'role', value: 'Administrators' } }
  expect(of('comment_deleted', kept)).toMatchObject({ is: 'ignored', reason: 'not_for_people' })
  expect(of('comment_deleted', { id: '9', body: 'kept', jsdPublic: false })).toMatchObject({ is: 'ignored' })
  expect(of('comment_deleted', { id: '9', body: 'open' })).toMatchObject({ is: 'notice' })
  expect(JSON.stringify(of('comment_created', { body: 'no number' }))).not.toContain('no number')
})

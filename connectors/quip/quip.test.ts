import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { ServiceRefused } from '../connector.ts'
import quip from './connector.ts'
import sandbox from './sandbox.ts'
import { samir, zoe } from './sandbox-data.ts'
import type { QuipClient } from './site.ts'
import { threadOf } from './threads.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'quip'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'quip', path), 'utf8'))
const listed = (await readCatalog()).get('quip')
const { links, events, picker, actions = [] } = quip
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const cloud = placeFor(listed, { hosting: 'cloud' })
const own = (host: string) => placeFor(listed, { hosting: 'dedicated', host })

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  const places = [cloud, own('acme.onquip.com'), own('quip-acme.com')]
  const found = (url: string) => places.map(place => links.recognise(new URL(url), place)).find(Boolean)
  test.each(cases.match as { url: string; ids: object }[])('$url is ours', ({ url, ids }) => {
    expect(found(url)?.ids).toMatchObject(ids)
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(found(url)).toBeUndefined()
  })
})

test('another customer’s domain is not ours', () => {
  expect(links.recognise(new URL('https://acme.onquip.com/9TQhACbC29Xd'), cloud)).toBeUndefined()
  expect(links.recognise(new URL('https://quip.com/9TQhACbC29Xd'), own('quip-acme.com'))).toBeUndefined()
})

const desk = { ...deskFor(cloud), now: () => now }
let now = Date.parse('2026-11-23T10:00:00Z')
const clientOf = (person: typeof samir, heard: Exchange[] = []): QuipClient =>
  playedClient(cloud, sandbox, desk, person, {}, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = links.recognise(new URL(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''), cloud)
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const answering = (status: number, body: unknown) => async () => ({
  ...{ status, headers: {}, bytes: Buffer.alloc(0), text: '', json: body },
})

test('each sees what the account may; a folder is a folder; what was deleted is gone', async () => {
  expect(await links.preview(referenceOf('Notes'), clientOf(samir))).toMatchObject({
    state: 'shown',
    card: {
      title: 'Launch notes',
      actions: ['post_message'],
      facts: [{ value: 'document' }, { value: 'Samir Benali' }, {}],
    },
  })
  expect(await links.preview(referenceOf('Notes'), clientOf(zoe))).toEqual({ state: 'not_yours' })
  expect(await links.preview(referenceOf('by its id'), clientOf(zoe))).toMatchObject({
    card: { title: 'Workshop talk' },
  })
  const deleted = { ...clientOf(samir), call: answering(200, { thread: { id: 'a', is_deleted: true } }) }
  expect(await links.preview(referenceOf('Notes'), deleted)).toEqual({ state: 'gone' })
  const folder: QuipClient = {
    ...clientOf(samir),
    call: ({ path }) =>
      path.startsWith('/1/folders') ? answering(200, { folder: { title: 'Plans' } })() : answering(404, {})(),
  }
  expect(await links.preview(referenceOf('Notes'), folder)).toMatchObject({
    card: { title: 'Plans', facts: [{ value: 'folder' }] },
  })
})

test.skipIf(!there)('the published threads are read', () => {
  for (const file of readdirSync(join(fixtures, 'quip/api')).filter(name => name.includes('thread')))
    expect(threadOf(json(`api/${file}`))).toMatchObject({
      type: 'document',
      deleted: false,
      title: expect.stringMatching(/\w/),
    })
})

test('a thread is found, and says who cannot open it', async () => {
  const client = clientOf(samir)
  expect((await picker.list(client, { view: 'recent' })).items).toHaveLength(3)
  const [notes] = (await picker.list(client, { view: 'search', text: 'launch' })).items
  const { url } = await picker.attach(client, notes?.id ?? '', undefined)
  const reference = links.recognise(new URL(url), cloud) ?? referenceOf('Notes')
  const emails = ['samir@cobalt.example', 'zoe@cobalt.example']
  expect(await links.access?.who(reference, client, emails)).toEqual({
    [emails[0] ?? '']: true,
    [emails[1] ?? '']: false,
  })
  const open = { ...client, call: answering(200, { thread: { id: 'a', sharing: { company_mode: 'VIEW' } } }) }
  expect(await links.access?.who(reference, open, emails)).toEqual({})
})

test('a message goes into the thread as a form; a site that is read-only says so in its words', async () => {
  const heard: Exchange[] = []
  const subject = {
    url: 'https://p.example/posts/1',
    text: 'Dealers\nin autumn',
    author: '',
    reference: referenceOf('Notes'),
  }
  const [message, document] = actions
  expect((await message?.run(clientOf(samir, heard), { content: 'Good.' }, subject, 'k'))?.values).toEqual({
    title: 'Launch notes',
  })
  expect(heard.at(-1)?.call).toMatchObject({ form: { content: 'Good.' }, path: '/1/messages/new' })
  const made = await document?.run(clientOf(samir), { title: 'Dealers' }, subject, 'k')
  expect(links.recognise(new URL(made?.link ?? ''), cloud)).toBeDefined()
  const closed = { ...clientOf(samir), call: answering(403, { error_description: 'This site is read-only.' }) }
  await expect(document?.run(closed, { title: 'x' }, subject, 'k')).rejects.toThrow(
    new ServiceRefused('This site is read-only.'),
  )
})

test('what is said in a followed thread is read by asking, once; an edit without words is told as one', async () => {
  const client = clientOf(samir)
  const item = (await events.itemOf?.(referenceOf('Notes'), client)) ?? ''
  expect(item).toBe('thread:NoteAA11111')
  const next = async (cursor: string, followed = [item]) => {
    const page = await events.catchUp?.next(client, cursor, followed)
    if (!page) throw new Error('it catches up')
    return page
  }
  const begun = await next('{}')
  expect(begun.readings).toEqual([])
  now += 60_000
  sandbox.deliver('Samir writes in the notes', { url: '' }, desk)
  const said = await next(begun.cursor)
  expect(said.readings).toMatchObject([
    {
      notice: {
        key: 'message',
        item,
        values: { who: 'Samir Benali' },
        people: { who: samir.id },
        facts: [{ value: 'The date is fixed.' }],
      },
    },
  ])
  expect((await next(said.cursor)).readings).toEqual([])
  now += 60_000
  sandbox.deliver('Samir edits the notes', { url: '' }, desk)
  expect((await next(said.cursor)).readings).toMatchObject([{ notice: { key: 'edited' } }])
  expect((await next(said.cursor, [])).cursor).toBe('{}')
})

test('many followed threads take turns, so that the limit is kept', async () => {
  const followed = Array.from({ length: 40 }, (_, n) => `thread:AAAAAA1${String(1_000 + n)}`)
  let cursor = '{}'
  const asked = new Set<string>()
  for (let turn = 0; turn < 3; turn++) {
    const heard: Exchange[] = []
    const busy = { ...clientOf(samir, heard), call: answering(200, { thread: { updated_usec: 5 } }) }
    const call: QuipClient['call'] = one => {
      asked.add(one.path)
      return busy.call()
    }
    const page = await events.catchUp?.next({ ...busy, call }, cursor, followed)
    cursor = page?.cursor ?? ''
    expect(asked.size).toBe(Math.min(40, 15 * (turn + 1)))
  }
})

test('nobody who posts here is believed', () => {
  const request = { method: 'POST', query: {}, headers: {}, body: Buffer.from('{}') }
  const proof = { settings: { hosting: 'cloud' as const }, clientSecret: 'x', secrets: ['x'], details: {}, now: 0 }
  expect(events.verify(request, proof)).toBe(false)
})

test('the limit that is used up says when it begins anew', () => {
  const after = (headers: Record<string, string>) => quip.retryAfter?.({ status: 503, headers, json: {} }, 1_000_000)
  const own = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1042' }
  expect(after(own)).toBe(42)
  expect(after({ ...own, 'x-company-ratelimit-remaining': '0', 'x-company-ratelimit-reset': '1090' })).toBe(90)
  expect(after({ ...own, 'x-ratelimit-remaining': '7' })).toBeUndefined()
  expect(after({ ...own, 'x-ratelimit-reset': '900' })).toBe(1)
})

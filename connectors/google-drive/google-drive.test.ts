import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type HookProof, type HookRequest, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import drive from './connector.ts'
import sandbox from './sandbox.ts'
import { noor, samir } from './sandbox-data.ts'
import type { DriveClient, DriveSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'google-drive'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'google-drive', path), 'utf8'))
const listed = (await readCatalog()).get('google-drive')
const { links, events, picker, actions } = drive
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const place = placeFor(listed, {})

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; ids?: object }[])('$url is ours', ({ url, ids }) => {
    expect(links.recognise(new URL(url), place)?.ids).toMatchObject(ids ?? {})
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(links.recognise(new URL(url), place)).toBeUndefined()
  })
})

const desk = deskFor(place)
const clientOf = (person: typeof noor, heard: Exchange[] = []): DriveClient =>
  playedClient(place, sandbox, desk, person, { domain: 'cobalt.example' }, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = links.recognise(new URL(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''), place)
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const answering = (status: number, body: object) => async () => ({
  ...{ status, headers: {}, bytes: Buffer.alloc(0), text: '', json: body },
})

test('each sees what the account may; a shortcut leads to what it stands for', async () => {
  expect(await links.preview(referenceOf('budget'), clientOf(noor))).toMatchObject({
    state: 'shown',
    card: { kind: 'spreadsheet', title: 'Budget 2027', actions: ['comment'], thumbnail: { address: 'pictures' } },
  })
  expect(await links.preview(referenceOf('budget'), clientOf(samir))).toEqual({ state: 'not_yours' })
  expect(await links.preview(referenceOf('shortcut'), clientOf(samir))).toMatchObject({
    card: { kind: 'document', title: 'Meeting notes' },
  })
  const trashed = { ...clientOf(noor), call: answering(200, { id: 'x', trashed: true }) }
  expect(await links.preview(referenceOf('budget'), trashed)).toEqual({ state: 'gone' })
})

test('who may open a shortcut, and giving it, is asked of what it stands for, with the key that opens that', async () => {
  const asked: { path: string; key: string | undefined }[] = []
  const shortcut = { id: 'short', shortcutDetails: { targetId: 'target', targetResourceKey: 'key-1' } }
  const client = {
    ...clientOf(noor),
    call: async (call: Parameters<DriveClient['call']>[0]) => {
      asked.push({ path: call.path, key: call.headers?.['X-Goog-Drive-Resource-Keys'] })
      return answering(200, call.path.includes('permissions') ? { permissions: [] } : shortcut)()
    },
  }
  await links.access?.who(referenceOf('shortcut'), client, ['zoe@cobalt.example'])
  await links.access?.give?.(referenceOf('shortcut'), client, ['zoe@cobalt.example'])
  const rights = asked.filter(one => one.path.includes('permissions'))
  expect(rights).toEqual(Array(2).fill({ path: '/drive/v3/files/target/permissions', key: 'target/key-1' }))
})

test('a 403 is too much, or not allowed, by its reason', async () => {
  const saying = (reason: string) => ({ ...clientOf(noor), call: answering(403, { error: { errors: [{ reason }] } }) })
  await expect(links.preview(referenceOf('budget'), saying('userRateLimitExceeded'))).rejects.toThrow(
    ServiceUnreachable,
  )
  expect(await links.preview(referenceOf('budget'), saying('insufficientFilePermissions'))).toEqual({
    state: 'not_yours',
  })
})

test('a resource key goes along, and stays out of the card', async () => {
  const reference = links.recognise(new URL('https://drive.google.com/open?id=0B1aBcD&resourcekey=0-xyz'), place)
  let sent: Readonly<Record<string, string>> | undefined
  const client: DriveClient = {
    ...clientOf(noor),
    call: call => {
      sent = call.headers
      return answering(200, { id: '0B1aBcD', name: 'x', webViewLink: 'https://evil.example/0B1aBcD' })()
    },
  }
  const outcome = reference && (await links.preview(reference, client))
  expect(sent).toEqual({ 'X-Goog-Drive-Resource-Keys': '0B1aBcD/0-xyz' })
  expect(outcome).toMatchObject({ card: { url: 'https://drive.google.com/file/d/0B1aBcD/view' } })
  expect(JSON.stringify(outcome)).not.toContain('0-xyz')
})

test('a file is found three ways, shared as chosen, and says who cannot open it', async () => {
  const client = clientOf(noor)
  const top = await picker.list(client, { view: 'browse' })
  const folder = top.items.find(item => item.kind === 'folder')
  const inside = await picker.list(client, { view: 'browse', folder: folder?.id ?? '' })
  const budget = inside.items[0]
  expect(budget?.name).toBe('Budget 2027')
  expect((await picker.list(client, { view: 'search', text: "bud'get" })).items).toEqual([])
  expect((await picker.list(client, { view: 'search', text: 'budget' })).items).toEqual([budget])
  expect((await picker.list(client, { view: 'recent' })).items).toContainEqual(budget)
  const { url } = await picker.attach(client, budget?.id ?? '', 'as_it_is')
  const reference = links.recognise(new URL(url), place) ?? referenceOf('budget')
  const emails = ['noor@cobalt.example', 'samir@cobalt.example', 'guest@elsewhere.example']
  const who = async () => Object.values((await links.access?.who(reference, client, emails)) ?? {})
  expect(await who()).toEqual([true, false, false])
  await links.access?.give?.(reference, client, ['samir@cobalt.example'])
  expect(await who()).toEqual([true, true, false])
  await picker.attach(client, budget?.id ?? '', 'company')
  expect(await who()).toEqual([true, true, false])
  await picker.attach(client, budget?.id ?? '', 'anyone')
  expect(await who()).toEqual([true, true, true])
  await expect(picker.attach(clientOf(samir), budget?.id ?? '', 'anyone')).rejects.toThrow(ServiceRefused)
})

test('where a group has it, nothing is said of who is not named', async () => {
  const client = {
    ...clientOf(noor),
    call: answering(200, { permissions: [{ type: 'group', emailAddress: 'g@x.example' }] }),
  }
  expect(await links.access?.who(referenceOf('budget'), client, ['samir@cobalt.example'])).toEqual({})
})

test('a comment and a new document are made with the person’s own account', async () => {
  const heard: Exchange[] = []
  const subject = {
    url: 'https://p.example/posts/1',
    text: 'Fair next year\nmore',
    author: '',
    reference: referenceOf('Notes for'),
  }
  const [comment, newDocument] = actions ?? []
  expect((await comment?.run(clientOf(samir, heard), { content: 'Good.' }, subject, 'k'))?.values).toEqual({
    title: 'Meeting notes',
  })
  expect(heard.at(-1)?.call.json).toEqual({ content: 'Good.' })
  const form = await newDocument?.form(clientOf(noor), {}, subject)
  expect(form?.[0]?.value).toBe('Fair next year')
  const made = await newDocument?.run(clientOf(noor), { name: 'Fair next year', kind: 'presentation' }, subject, 'k')
  expect(made?.link).toMatch(/\/presentation\/d\//)
})

test('a channel is opened, replaced before it ends, and stopped by both its names', async () => {
  const client = clientOf(noor)
  const [first] = (await events.subscribe?.(client, { url: 'https://p.example/hooks/k', secret: 'a-secret' })) ?? []
  expect(first).toMatchObject({ secret: 'a-secret', expiresAt: client.now() + 7 * 86_400_000 })
  const next = first && (await events.renew?.(client, first, { url: 'https://p.example/hooks/k' }))
  expect(next?.externalId).not.toBe(first?.externalId)
  expect([...desk.hooks.keys()]).toEqual([next?.externalId.split(' ')[0]])
  if (next) await events.unsubscribe?.(client, next)
  expect(desk.hooks.size).toBe(0)
})

test('what changed is read from a page token; a token that is no longer taken begins anew', async () => {
  const client = clientOf(noor)
  const cursor = (await events.catchUp?.start(client)) ?? ''
  sandbox.deliver('Noor changes the budget', { url: '' }, desk)
  const page = await events.catchUp?.next(client, cursor, [])
  expect(page?.readings).toMatchObject([
    {
      notice: {
        key: 'changed_by',
        people: { who: noor.id },
        within: ['file:1playedFolder00000'],
        properties: { kind: 'spreadsheet' },
      },
    },
  ])
  expect((await events.catchUp?.next(client, page?.cursor ?? '', []))?.readings).toEqual([])
  const old = {
    ...client,
    call: (call: { path: string }) =>
      call.path.endsWith('/changes') ? answering(410, {})() : answering(200, { startPageToken: '9' })(),
  }
  expect(await events.catchUp?.next(old, 'x', [])).toEqual({ readings: [], cursor: '9', more: false })
})

const request = (headers: Record<string, string>, body = ''): HookRequest => ({
  ...{ method: 'POST', query: {}, headers, body: Buffer.from(body) },
})
const proof: HookProof<DriveSettings> = {
  settings: {},
  clientSecret: 'x',
  secrets: ['old', 'token'],
  details: {},
  now: 0,
}

test('only who knows the channel’s token is believed', () => {
  expect(events.verify(request({ 'x-goog-channel-token': 'token' }), proof)).toBe(true)
  for (const token of ['', 'toke', 'tokem', 'token, token'])
    expect(events.verify(request({ 'x-goog-channel-token': token }), proof)).toBe(false)
  expect(events.verify(request({}), proof)).toBe(false)
  expect(events.verify(request({ 'x-goog-channel-token': '' }), { ...proof, secrets: [] })).toBe(false)
})

test.skipIf(!there)('every published message is ignored or says that something changed', () => {
  const all = json('webhooks/push-notifications.json') as { headers: Record<string, string> }[]
  const lower = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  expect(all.map(({ headers }) => events.read(request(lower(headers)), place).is)).toEqual(
    all.map(({ headers }) => (headers['X-Goog-Resource-State'] === 'sync' ? 'ignored' : 'changed')),
  )
  expect(new Set(all.map(({ headers }) => events.deliveryKey(request(lower(headers))))).size).toBe(all.length)
})

test('reading is total', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (headers, body) => {
      expect(['ignored', 'changed', 'unrecognised']).toContain(events.read(request(headers, body), place).is)
    }),
  )
})

test('who follows a folder hears of what lies folders below it, and who follows a file of its end', async () => {
  const { catchUp, itemOf } = events
  if (!catchUp || !itemOf) throw new Error('it catches up')
  const own = deskFor(place)
  const client = playedClient(place, sandbox, own, noor, {}, () => {}) as unknown as DriveClient
  const folder = await itemOf(referenceOf('A folder'), client)
  const form = await itemOf(referenceOf('A form'), client)
  const cursor = await catchUp.start(client)
  sandbox.deliver('Noor changes a plan two folders down', { url: '' }, own)
  sandbox.deliver('Noor deletes the form for good', { url: '' }, own)
  const { readings } = await catchUp.next(client, cursor, [folder ?? '', form ?? ''])
  expect(readings).toMatchObject([
    { notice: { values: { title: 'Plan of last year' }, within: ['file:root', folder, 'file:1playedArchive0000'] } },
    { notice: { event: 'removed', item: form, values: {}, link: expect.stringContaining('1playedForm') } },
  ])
  const others = await catchUp.next(client, cursor, [folder ?? ''])
  expect(others.readings[1]).toMatchObject({ is: 'ignored' })
})

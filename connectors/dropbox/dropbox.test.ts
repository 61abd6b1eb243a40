import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import type { HookProof, HookRequest } from '../connector.ts'
import { ServiceRefused } from '../connector.ts'
import { size } from '../reading.ts'
import { sign } from '../signatures.ts'
import dropbox from './connector.ts'
import { entryOf } from './files.ts'
import sandbox from './sandbox.ts'
import { bruno, zoe } from './sandbox-data.ts'
import type { DropboxClient, DropboxSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'dropbox'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'dropbox', path), 'utf8'))
const listed = (await readCatalog()).get('dropbox')
if (!listed) throw new Error('there is no connector called dropbox')
const place = placeFor(listed, {})
const links = dropbox.links
if (!links) throw new Error('it has links')

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; kind: string }[])('$url is a $kind', ({ url }) => {
    expect(links.recognise(new URL(url), place)).toBeDefined()
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(links.recognise(new URL(url), place)).toBeUndefined()
  })
})

test('the secret of a link survives, and nothing else of what follows', () => {
  const url = 'https://dropbox.com/scl/fi/abc123def456/Plan.docx?rlkey=xyz789&st=q1w2e3&dl=0&raw=1'
  expect(links.recognise(new URL(url), place)?.ids).toEqual({
    url: 'https://www.dropbox.com/scl/fi/abc123def456/Plan.docx?rlkey=xyz789&dl=0',
  })
})

test.skipIf(!there)('the vendor’s own examples become cards', () => {
  for (const result of Object.values(json('api/sharing__get_shared_link_metadata.json').result)) {
    const entry = entryOf(result)
    expect(entry.name).not.toBe('')
    expect(['file', 'folder']).toContain(entry.is)
  }
})

test('sizes in the largest unit', () => {
  expect([0, 999, 1_000, 48_213, 2_400_000].map(size)).toEqual(['0 B', '999 B', '1 kB', '48.2 kB', '2.4 MB'])
})

function clientOf(person: typeof bruno): DropboxClient & { readonly heard: Exchange[] } {
  const heard: Exchange[] = []
  return Object.assign(
    playedClient(place, sandbox, desk, person, {}, one => heard.push(one)),
    { heard },
  ) as never
}
const desk = deskFor(place)
const urlOf = (word: string): string => sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''
const see = (word: string, who: typeof bruno) => {
  const reference = links.recognise(new URL(urlOf(word)), place)
  if (!reference) throw new Error(`${word} is no link`)
  return { reference, outcome: links.preview(reference, clientOf(who) as never) }
}

test('who may see a file sees it; a password is asked for, not told', async () => {
  expect(await see('drawing', bruno).outcome).toMatchObject({
    state: 'shown',
    audience: 'viewer',
    card: { kind: 'file', title: 'Frame.pdf', thumbnail: { address: 'content', method: 'POST' } },
  })
  expect(await see('drawing', zoe).outcome).toEqual({ state: 'not_yours' })
  expect(await see('picture', zoe).outcome).toMatchObject({ state: 'shown', audience: 'everyone' })
  expect(await see('short', zoe).outcome).toMatchObject({ state: 'shown', card: { title: 'Leaflet.png' } })
  expect(await see('password', zoe).outcome).toMatchObject({ state: 'limited', card: { title: 'Sealed.docx' } })
  expect(await see('own account', bruno).outcome).toMatchObject({ card: { kind: 'path', actions: ['make_link'] } })
  expect(await see('own account', zoe).outcome).toEqual({ state: 'not_yours' })
})

test('a link behind a password is named by its address, whatever its percent signs say', async () => {
  const json = {
    error: { '.tag': 'shared_link_access_denied', shared_link_access_denied: { '.tag': 'password_required' } },
  }
  const call = async () => ({ status: 409, headers: {}, bytes: Buffer.alloc(0), text: '', json })
  const titleOf = async (name: string) => {
    const reference = links.recognise(new URL(`https://www.dropbox.com/scl/fi/abc123def/${name}?rlkey=x`), place)
    if (!reference) throw new Error(`${name} is no link`)
    const outcome = await links.preview(reference, { ...clientOf(zoe), call } as never)
    return outcome.state === 'limited' ? outcome.card.title : outcome.state
  }
  expect(await titleOf('Prix%20100%25.pdf')).toBe('Prix 100%.pdf')
  expect(await titleOf('100%.pdf')).toBe('100%.pdf')
  expect(await titleOf('%E0%A4%A.pdf')).toBe('%E0%A4%A.pdf')
})

test('a title outside ASCII travels in the header of the picture', async () => {
  const reference = { kind: 'file', ids: { url: 'https://www.dropbox.com/s/abcde/Zo%C3%A9é.png?dl=0' } }
  const answering = {
    ...clientOf(bruno),
    call: async () => ({
      status: 200,
      headers: {},
      bytes: Buffer.alloc(0),
      text: '',
      json: { '.tag': 'file', name: 'é.png' },
    }),
  }
  const outcome = await links.preview(reference, answering as never)
  const header = 'card' in outcome ? (outcome.card.thumbnail?.headers?.['Dropbox-API-Arg'] ?? '') : ''
  expect(header).toMatch(/^[ -~]+$/)
  expect(JSON.parse(header).resource.url).toContain('é.png')
})

test('a file is picked, shared as chosen, and says who cannot open it', async () => {
  const client = clientOf(bruno)
  const top = await dropbox.picker?.list(client, { view: 'browse' })
  const folder = top?.items.find(item => item.kind === 'folder')
  const inside = await dropbox.picker?.list(client, { view: 'browse', folder: folder?.id ?? '' })
  const prices = inside?.items.find(item => item.name === 'Prices.xlsx')
  expect((await dropbox.picker?.list(client, { view: 'search', text: 'price' }))?.items).toEqual([prices])
  const { url = '' } = (await dropbox.picker?.attach(client, prices?.id ?? '', 'invited')) ?? {}
  const reference = links.recognise(new URL(url), place)
  if (!reference || !links.access) throw new Error('the link is none')
  const emails = ['bruno@cobalt.example', 'zoe@cobalt.example']
  expect(await links.access.who(reference, client as never, emails)).toEqual({
    [emails[0] ?? '']: true,
    [emails[1] ?? '']: false,
  })
  await links.access.give?.(reference, client as never, ['zoe@cobalt.example'])
  expect(await links.access.who(reference, client as never, emails)).toMatchObject({ [emails[1] ?? '']: true })
  // The same file again, opened wider: one link, changed.
  expect((await dropbox.picker?.attach(client, prices?.id ?? '', 'anyone'))?.url).toBe(url)
  expect(client.heard.at(-1)?.call.path).toBe('/2/sharing/modify_shared_link_settings')
  expect(await links.access.who(reference, client as never, ['mei@cobalt.example'])).toEqual({
    'mei@cobalt.example': true,
  })
  await expect(dropbox.picker?.attach(clientOf(zoe), prices?.id ?? '', 'anyone')).rejects.toThrow(ServiceRefused)
})

test('a link that is there is opened wider, never narrower, by the picker and from the card', async () => {
  const own = deskFor(place)
  const heard: Exchange[] = []
  const client = playedClient(place, sandbox, own, bruno, {}, one => heard.push(one)) as never as DropboxClient
  const { picker, actions } = dropbox
  const [leaflet, sealed, prices] = [
    'id:playedLeaflet0000000000000',
    'id:playedSealed0000000000000',
    '/Drawings/Prices.xlsx',
  ]
  const changes = () => heard.filter(one => one.call.path.endsWith('/modify_shared_link_settings')).length
  expect(await picker?.oneLink?.now(client, prices ?? '')).toBeUndefined()
  expect(await picker?.attach(client, leaflet ?? '', 'team')).toEqual({ url: expect.any(String), kept: 'anyone' })
  expect(await picker?.attach(client, sealed ?? '', 'anyone')).toMatchObject({ kept: 'password' })
  expect(await picker?.attach(client, leaflet ?? '', 'anyone')).toEqual({ url: expect.any(String) })
  expect([changes(), await picker?.oneLink?.now(client, leaflet ?? '')]).toEqual([0, 'anyone'])
  const reference = { kind: 'path', ids: { path: prices ?? '' } }
  const subject = { url: '', text: '', author: '', reference }
  const offered = async () => {
    const [field] = (await actions?.[0]?.form(client, {}, subject)) ?? []
    return { value: field?.value, options: field?.options?.map(option => option.value) }
  }
  expect(await offered()).toEqual({ value: undefined, options: ['invited', 'team', 'anyone'] })
  const made = await actions?.[0]?.run(client, { sharing: 'team' }, subject, 'k')
  expect(await offered()).toEqual({ value: 'team', options: ['team', 'anyone'] })
  const again = await actions?.[0]?.run(client, { sharing: 'invited' }, subject, 'k')
  expect(again).toEqual({ ...made, values: { sharing: 'team' } })
  expect(changes()).toBe(0)
})

test('what was changed last is read once over the whole account, then only what changed since', async () => {
  const own = deskFor(place)
  const heard: Exchange[] = []
  const client = playedClient(place, sandbox, own, bruno, {}, one => heard.push(one)) as never as DropboxClient
  const recent = async () => (await dropbox.picker?.list(client, { view: 'recent' }))?.items.map(item => item.name)
  expect(await recent()).toEqual(['Prices.xlsx', 'Frame.pdf', 'Leaflet.png', 'Sealed.docx'])
  sandbox.deliver('Bruno saves Frame.pdf', { url: '' }, own)
  sandbox.deliver('Bruno deletes Prices.xlsx', { url: '' }, own)
  expect(await recent()).toEqual(['Frame.pdf', 'Leaflet.png', 'Sealed.docx'])
  expect(heard.map(one => one.call.path)).toEqual(['/2/files/list_folder', '/2/files/list_folder/continue'])
  // One that no longer takes its cursor is read anew; one without an end is said to be too much.
  const answering = (json: object, status = 200) => ({ status, headers: {}, bytes: Buffer.alloc(0), text: '', json })
  const file = {
    '.tag': 'file',
    id: 'id:1',
    name: 'A.txt',
    path_display: '/A.txt',
    server_modified: '2026-11-01T00:00:00Z',
  }
  let asked = 0
  const answers = [
    answering({ error: { '.tag': 'reset' } }, 409),
    answering({ entries: [file], cursor: 'c', has_more: false }),
  ]
  const forgetful = { ...client, call: async () => answers[asked++] ?? answering({}) } as never as DropboxClient
  expect((await dropbox.picker?.list(forgetful, { view: 'recent' }))?.items.map(item => item.name)).toEqual(['A.txt'])
  const endless = {
    ...client,
    memory: new Map(),
    call: async () => answering({ entries: [], cursor: `c${asked++}`, has_more: true }),
  }
  asked = 0
  await expect(dropbox.picker?.list(endless as never, { view: 'recent' })).rejects.toThrow('too_many')
  expect(asked).toBe(10)
})

test('what changed is read from a cursor, with who changed it and where it lies', async () => {
  const { catchUp, itemOf } = dropbox.events ?? {}
  const client = clientOf(bruno)
  const cursor = (await catchUp?.start(client)) ?? ''
  const { reference } = see('drawing', bruno)
  const item = (await itemOf?.(reference, client)) ?? ''
  const folder = (await itemOf?.(see('folder', bruno).reference, client)) ?? ''
  sandbox.deliver('Bruno saves Frame.pdf', { url: '' }, desk)
  const page = await catchUp?.next(client, cursor, [item, folder])
  expect(page?.readings).toHaveLength(1)
  const [reading] = page?.readings ?? []
  expect(reading).toMatchObject({
    is: 'notice',
    notice: {
      key: 'saved_by',
      values: { title: 'Frame.pdf', who: 'Bruno Keller' },
      people: { who: bruno.id },
      item,
      within: expect.arrayContaining([folder]),
      properties: { extension: 'pdf' },
    },
  })
  expect((await catchUp?.next(client, page?.cursor ?? '', []))?.readings).toEqual([])
})

test('a file that was renamed is followed on, and its end is told as such', async () => {
  const { catchUp, itemOf } = dropbox.events ?? {}
  if (!catchUp || !itemOf) throw new Error('it catches up')
  const own = deskFor(place)
  const client = playedClient(place, sandbox, own, bruno, {}, () => {}) as never as DropboxClient
  const [frame, prices] = await Promise.all(
    ['drawing', 'own account'].map(word => itemOf(see(word, bruno).reference, client)),
  )
  const next = async (cursor: string, followed: (string | undefined)[]) => {
    const page = await catchUp.next(
      client,
      cursor,
      followed.filter(item => item !== undefined),
    )
    const told = page.readings.map(one => (one.is === 'notice' ? [one.notice.event, one.notice.item] : [one.is]))
    return { ...page, told }
  }
  const begun = await next(await catchUp.start(client), [frame, prices])
  const happen = (event: string) => sandbox.deliver(event, { url: '' }, own)
  happen('Bruno renames Frame.pdf')
  const renamed = await next(begun.cursor, [frame, prices])
  expect(renamed.told).toEqual([['moved', frame]])
  happen('Bruno deletes Prices.xlsx')
  const deleted = await next(renamed.cursor, [frame, prices])
  expect(deleted.told).toEqual([['deleted', prices]])
  // Whoever is not followed is told of by its paths, and a cursor of before is taken as it is.
  const { service } = JSON.parse(begun.cursor)
  expect((await next(service, [])).told.map(([event]) => event)).toEqual(['deleted', 'saved', 'deleted'])
})

const request = (body: string, headers: Record<string, string> = {}, more: Partial<HookRequest> = {}): HookRequest => ({
  ...{ method: 'POST', query: {}, headers, body: Buffer.from(body) },
  ...more,
})
const proof: HookProof<DropboxSettings> = { settings: {}, clientSecret: 'secret', secrets: [], details: {}, now: 0 }

test('signed with the app’s secret, or not believed', () => {
  const body = '{"list_folder":{"accounts":["dbid:A"]}}'
  const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, body, 'secret')
  const good = request(body, { 'x-dropbox-signature': signature })
  const { verify } = dropbox.events ?? {}
  expect(verify?.(good, proof)).toBe(true)
  expect(verify?.({ ...good, body: Buffer.from(body.replace('A', 'B')) }, proof)).toBe(false)
  expect(verify?.({ ...good, headers: {} }, proof)).toBe(false)
  expect(verify?.({ ...good, headers: { 'x-dropbox-signature': `${signature}, ${signature}` } }, proof)).toBe(false)
  expect(verify?.(good, { ...proof, clientSecret: 'another' })).toBe(false)
  expect(verify?.(good, { ...proof, clientSecret: undefined })).toBe(false)
})

test('the challenge is given back as plain text', () => {
  const asked = request('', {}, { method: 'GET', query: { challenge: '<b>x</b>' } })
  expect(dropbox.events?.handshake?.(asked, proof)).toMatchObject({
    status: 200,
    body: '<b>x</b>',
    headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
  })
  expect(dropbox.events?.handshake?.(request('{}'), proof)).toBeUndefined()
})

test.skipIf(!there)('every published event only says that something changed', () => {
  for (const file of readdirSync(join(fixtures, 'dropbox/webhooks')))
    expect(
      dropbox.events?.read(request(readFileSync(join(fixtures, 'dropbox/webhooks', file), 'utf8')), place).is,
    ).toBe('changed')
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), body => {
      expect(['changed', 'unrecognised']).toContain(dropbox.events?.read(request(body), place).is)
    }),
  )
})

test('another file of the same name at the same place proves nothing of what a notice tells', async () => {
  const reference = { kind: 'path', ids: { path: '/Drawings/Prices.xlsx' } }
  const own = clientOf(bruno)
  const found = await links.preview(reference, own)
  const namesake = { '.tag': 'file', id: 'id:another', name: 'Prices.xlsx', path_display: '/Drawings/Prices.xlsx' }
  const theirs = await links.preview(reference, {
    ...own,
    call: async () => ({ status: 200, headers: {}, body: new Uint8Array(), json: namesake }),
  } as never)
  expect([found, theirs].map(one => one.state)).toEqual(['shown', 'shown'])
  const parts = [found, theirs].map(one => (one.state === 'shown' ? one.parts : undefined))
  expect(parts[0]).toContain('id:playedPrices0000000000000')
  expect(parts[1]).not.toContain('id:playedPrices0000000000000')
})

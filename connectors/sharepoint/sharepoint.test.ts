import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type HookProof, type HookRequest, ServiceRefused } from '../connector.ts'
import sharepoint from './connector.ts'
import { shareId } from './items.ts'
import sandbox from './sandbox.ts'
import { ana, theo } from './sandbox-data.ts'
import { clouds, type GraphClient, type SharePointSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'sharepoint'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'sharepoint', path), 'utf8'))
const listed = (await readCatalog()).get('sharepoint')
const { links, events, picker, actions } = sharepoint
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const settings: SharePointSettings = { cloud: 'worldwide', tenant: 'organizations' }
const place = placeFor(listed, { ...settings })
const everywhere = Object.keys(clouds).map(cloud => placeFor(listed, { ...settings, cloud }))

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  const found = (url: string) =>
    everywhere.map(one => links.recognise(new URL(url), one)).find(one => one !== undefined)
  test.each(cases.match as { url: string; kind: string }[])('$url is a $kind', ({ url, kind }) => {
    const wanted = { folder: 'folder', page: 'page', 'list item': 'list_item', site: 'site' }[kind] ?? 'file'
    expect(found(url)?.kind).toBe(wanted)
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(found(url)).toBeUndefined()
  })
  test('an address as a name, as the vendor writes it', () => {
    for (const { url, shareId: wanted } of json('share-id-vectors.json').vectors) expect(shareId(url)).toBe(wanted)
  })
})

test('an address of another cloud is not ours; one that climbs is nobody’s', () => {
  expect(
    links.recognise(new URL('https://contoso.sharepoint.us/sites/Ops/Shared%20Documents/a.pdf'), place),
  ).toBeUndefined()
  const climbing =
    'https://contoso.sharepoint.com/sites/M/Shared%20Documents/Forms/AllItems.aspx?id=%2F..%2F..%2Fx.docx'
  expect(links.recognise(new URL(climbing), place)).toBeUndefined()
  const editor =
    'https://contoso.sharepoint.com/sites/M/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D&file=Plan.docx&action=edit&x=1'
  expect(links.recognise(new URL(editor), place)).toMatchObject({
    kind: 'file',
    ids: { url: expect.not.stringContaining('x=1') },
  })
})

const desk = deskFor(place)
const clientOf = (person: typeof ana, heard: Exchange[] = []): GraphClient =>
  playedClient(place, sandbox, desk, person, {}, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = links.recognise(new URL(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''), place)
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const see = (word: string, who: typeof ana) => links.preview(referenceOf(word), clientOf(who))

test('each sees what the account may, of every kind', async () => {
  expect(await see('lease', ana)).toMatchObject({
    state: 'shown',
    audience: 'viewer',
    card: {
      kind: 'file',
      title: 'Lease.docx',
      actions: ['company_link'],
      thumbnail: { address: 'media', anonymous: true },
    },
  })
  expect(await see('lease', theo)).toEqual({ state: 'not_yours' })
  expect(await see('sharing link', theo)).toMatchObject({ card: { title: 'Opening hours.pdf' } })
  expect(await see('folder', ana)).toMatchObject({ card: { kind: 'folder' } })
  expect(await see('page', theo)).toMatchObject({ card: { kind: 'page', title: 'News of the workshop' } })
  expect(await see('row', theo)).toMatchObject({ card: { kind: 'list_item', title: 'Order new clamps' } })
  expect(await see('site', theo)).toMatchObject({ card: { kind: 'site', title: 'Workshop' } })
})

test('a preview redeems nothing, and the address that downloads is never asked for', async () => {
  const sent: unknown[] = []
  const client: GraphClient = {
    ...clientOf(ana),
    call(call) {
      sent.push(call)
      return clientOf(ana).call(call)
    },
  }
  await links.preview(referenceOf('lease'), client)
  expect(JSON.stringify(sent)).not.toMatch(/redeem|downloadUrl/i)
})

test('a file is found in a site, in one’s own drive and by its name, and shared as chosen', async () => {
  const client = clientOf(ana)
  const top = await picker.list(client, { view: 'browse' })
  const site = top.items.find(item => item.id.startsWith('site'))
  const [library] = (await picker.list(client, { view: 'browse', folder: site?.id ?? '' })).items
  const folder = (await picker.list(client, { view: 'browse', folder: library?.id ?? '' })).items.find(
    item => item.kind === 'folder',
  )
  const [lease] = (await picker.list(client, { view: 'browse', folder: folder?.id ?? '' })).items
  expect(lease?.name).toBe('Lease.docx')
  expect((await picker.list(client, { view: 'search', text: 'lease' })).items).toEqual([lease])
  const recent = async (who: typeof ana) =>
    (await picker.list(clientOf(who), { view: 'recent' })).items.map(item => item.name)
  expect(await recent(ana)).toEqual(['Opening hours.pdf', 'Lease.docx', 'Annex.docx'])
  expect(await recent(theo)).toEqual(['Opening hours.pdf'])
  const { url } = await picker.attach(client, lease?.id ?? '', 'as_it_is')
  const reference = links.recognise(new URL(url), place) ?? referenceOf('lease')
  const emails = ['ana@cobalt.example', 'theo@cobalt.example']
  const who = () => links.access?.who(reference, client, emails)
  expect(await who()).toEqual({ [emails[0] ?? '']: true, [emails[1] ?? '']: false })
  await links.access?.give?.(reference, client, ['theo@cobalt.example'])
  expect(await who()).toMatchObject({ [emails[1] ?? '']: true })
  const made = await actions?.[0]?.run(client, {}, { url, text: '', author: '', reference }, 'k')
  expect(made?.link).toContain('/:w:/s/')
  // The company can open it: of nobody can it be said that they cannot.
  expect(await links.access?.who(reference, client, ['mei@cobalt.example'])).toEqual({})
  await expect(picker.attach(clientOf(theo), lease?.id ?? '', 'anonymous')).rejects.toThrow(ServiceRefused)
})

test('a subscription is made after the handshake, made longer, and made anew where the service forgot it', async () => {
  const client = clientOf(ana)
  const reference = referenceOf('lease')
  const item = (await events.itemOf?.(reference, client)) ?? ''
  const [made] =
    (await events.follow?.(client, { item, reference }, { url: 'https://p.example/hooks/k', secret: 's' })) ?? []
  expect(made).toMatchObject({ item, secret: 's' })
  expect((await events.renew?.(client, made ?? { externalId: '' }, { url: '' }))?.externalId).toBe(made?.externalId)
  if (made) await events.unsubscribe?.(client, made)
  expect(desk.hooks.size).toBe(0)
  await expect(events.renew?.(client, made ?? { externalId: '' }, { url: '' })).rejects.toThrow(ServiceRefused)
})

test('what changed is read drive by drive; one in which nothing is followed is let go', async () => {
  const client = clientOf(ana)
  const item = (await events.itemOf?.(referenceOf('lease'), client)) ?? ''
  const folder = await events.itemOf?.(referenceOf('folder'), client)
  const next = async (cursor: string, followed: string[]) => {
    const page = await events.catchUp?.next(client, cursor, followed)
    if (!page) throw new Error('it catches up')
    return page
  }
  const begun = await next((await events.catchUp?.start(client)) ?? '', [item])
  expect(begun.readings).toEqual([])
  sandbox.deliver('Ana changes the lease', { url: '' }, desk)
  const page = await next(begun.cursor, [item])
  expect(page.readings).toMatchObject([
    { notice: { key: 'changed_by', item, within: [`${item.split('/')[0]}/root`, folder], people: { who: ana.id } } },
  ])
  sandbox.deliver('Ana changes the annex, two folders down', { url: '' }, desk)
  const deep = await next(page.cursor, [folder ?? ''])
  expect(deep.readings).toMatchObject([{ notice: { values: { title: 'Annex.docx' } } }])
  const [found] = deep.readings
  expect(found?.is === 'notice' && found.notice.within).toContain(folder)
  expect((await next(deep.cursor, [item])).readings).toEqual([])
  expect((await next(page.cursor, [])).cursor).toBe('{}')
})

test('a drive that is gone is said, keeps its place, and does not silence the others', async () => {
  const item = (await events.itemOf?.(referenceOf('lease'), clientOf(ana))) ?? ''
  const refusing = (status: number): GraphClient => ({
    ...clientOf(ana),
    call: async call => {
      if (!call.path.includes('gone')) return clientOf(ana).call(call)
      const json = { error: { code: 'itemNotFound', message: 'The drive is gone.' } }
      return { status, headers: {}, bytes: Buffer.alloc(0), text: '', json }
    },
  })
  const begun = (await events.catchUp?.next(clientOf(ana), '{}', [item]))?.cursor ?? ''
  const cursor = JSON.stringify({ ...JSON.parse(begun), gone: 'where it was' })
  sandbox.deliver('Ana changes the lease', { url: '' }, desk)
  for (const status of [403, 404, 423]) {
    const page = await events.catchUp?.next(refusing(status), cursor, ['gone/1', item])
    expect(page?.readings).toMatchObject([
      { is: 'unrecognised', reason: 'not_readable_there', about: expect.stringMatching(/gone/) },
      { is: 'notice', notice: { item } },
    ])
    expect(JSON.parse(page?.cursor ?? '{}').gone).toBe('where it was')
  }
  // A lost account is not a lost drive: nothing is skipped.
  await expect(events.catchUp?.next(refusing(401), cursor, ['gone/1', item])).rejects.toThrow()
})

const request = (body: string, more: Partial<HookRequest> = {}): HookRequest => ({
  ...{ method: 'POST', query: {}, headers: {}, body: Buffer.from(body) },
  ...more,
})
const proof: HookProof<SharePointSettings> = {
  settings,
  clientSecret: undefined,
  secrets: ['a', 'state'],
  details: {},
  now: 0,
}

test('the token is given back as text; only who knows a subscription’s secret is believed', () => {
  expect(events.handshake?.(request('', { query: { validationToken: '<script>' } }), proof)).toMatchObject({
    ...{ status: 200, body: '<script>' },
    headers: { 'content-type': expect.stringContaining('text/plain') },
  })
  expect(events.handshake?.(request('{}'), proof)).toBeUndefined()
  const saying = (...states: unknown[]) =>
    request(JSON.stringify({ value: states.map(clientState => ({ clientState })) }))
  expect(events.verify(saying('state'), proof)).toBe(true)
  expect(events.verify(saying('other', 'state'), proof)).toBe(true)
  for (const states of [[], ['stat'], ['statf'], [''], [null], [{}]])
    expect(events.verify(saying(...states), proof)).toBe(false)
  expect(events.verify(saying('', undefined), { ...proof, secrets: [] })).toBe(false)
})

test('of several that come together only those are believed that prove themselves', () => {
  const told = (...entries: object[]) => request(JSON.stringify({ value: entries }))
  const ours = { subscriptionId: 'a', clientState: 'state', changeType: 'updated' }
  const theirs = { subscriptionId: 'b', clientState: 'guessed', lifecycleEvent: 'subscriptionRemoved' }
  const whole = told(ours, { ...ours, clientState: 'a' })
  expect(events.sift?.(whole, proof)).toEqual({ believed: whole })
  const { believed, others } = events.sift?.(told(theirs, ours, {}), proof) ?? {}
  const entriesOf = (one: HookRequest | undefined) => JSON.parse(Buffer.from(one?.body ?? []).toString()).value
  expect([entriesOf(believed), entriesOf(others)]).toEqual([[ours], [theirs, {}]])
  expect(events.read(believed ?? whole, place)).toEqual({ is: 'changed', event: 'updated' })
  expect(events.isStray?.(others ?? whole, new Set(['a']))).toBe(false)
})

test('a body full of entries is judged soon, and one that is too deep to be written again is, too', () => {
  const secrets = Array.from({ length: 200 }, (_, n) => `secret-of-${n}`)
  const full = request(`{"value":[${'{"clientState":"none-of-200"},'.repeat(34_000)}{"clientState":"secret-of-7"}]}`)
  const began = performance.now()
  expect(events.verify(full, { ...proof, secrets })).toBe(true)
  // By comparing each with each it would be seven million.
  expect(performance.now() - began).toBeLessThan(1_500)
  expect(events.verify(request('{"value":[{"clientState":""}]}'), { ...proof, secrets: [''] })).toBe(false)
  const deep = `{"clientState":{"a":1},"more":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
  const { believed, others } = events.sift?.(request(`{"value":[{"clientState":"state"},${deep}]}`), proof) ?? {}
  const writtenOf = (one: HookRequest | undefined) => Buffer.from(one?.body ?? []).toString()
  expect([believed, others].map(writtenOf)).toEqual(['{"value":[{"clientState":"state"}]}', '{"value":[{}]}'])
})

test('of many ends at once each is told from the others by a short key', () => {
  const ends = (...ids: string[]) =>
    events.read(
      request(
        JSON.stringify({ value: ids.map(id => ({ subscriptionId: id, lifecycleEvent: 'subscriptionRemoved' })) }),
      ),
      place,
    )
  const ids = Array.from({ length: 2_000 }, (_, n) => `${'0'.repeat(32)}${n}`)
  const [many, fewer] = [ends(...ids), ends(...ids.slice(1))]
  const keysOf = (reading: typeof many) => (reading.is === 'several' ? reading.readings.map(({ key }) => key) : [])
  expect(new Set([...keysOf(many), ...keysOf(fewer)]).size).toBe(3_999)
  expect(Math.max(...keysOf(many).map(key => key.length))).toBeLessThan(200)
})

test('of none but subscriptions that are not ours is a stray; one of ours with another secret is none', () => {
  const about = (...ids: unknown[]) =>
    request(JSON.stringify({ value: ids.map(subscriptionId => ({ subscriptionId, clientState: 'x' })) }))
  const known = new Set(['ours'])
  expect(events.isStray?.(about('gone'), known)).toBe(true)
  expect(events.isStray?.(about('gone', 'other'), known)).toBe(true)
  for (const ids of [['ours'], ['gone', 'ours'], [''], [undefined], [{}], []])
    expect(events.isStray?.(about(...ids), known), JSON.stringify(ids)).toBe(false)
  expect(events.isStray?.(request('no json'), known)).toBe(false)
})

test.skipIf(!there)('every published message says that something changed, or what becomes of the subscription', () => {
  const told = Object.fromEntries(
    readdirSync(join(fixtures, 'sharepoint/webhooks')).map(file => [
      file.replace('.json', ''),
      events.read(request(readFileSync(join(fixtures, 'sharepoint/webhooks', file), 'utf8')), place).is,
    ]),
  )
  expect(told).toMatchObject({
    'change-notification': 'changed',
    'onedrive-notification': 'changed',
    'lifecycle-subscriptionRemoved': 'subscription_ended',
    'lifecycle-reauthorizationRequired': 'subscription_ended',
  })
})

test('each of several that come together is read', () => {
  const reading = (...value: object[]) => events.read(request(JSON.stringify({ value })), place)
  const end = (subscriptionId: string, lifecycleEvent = 'subscriptionRemoved') => ({ subscriptionId, lifecycleEvent })
  const change = { subscriptionId: 'c', changeType: 'updated' }
  expect(reading(end('a'))).toEqual({ is: 'subscription_ended', externalId: 'a' })
  expect(reading(end('a'), end('a'))).toEqual({ is: 'subscription_ended', externalId: 'a' })
  const all = reading(change, end('a'), end('b', 'reauthorizationRequired'))
  expect(all.is === 'several' && all.readings.map(one => one.reading)).toEqual([
    { is: 'subscription_ended', externalId: 'a' },
    { is: 'subscription_ended', externalId: 'b' },
    { is: 'changed', event: 'updated' },
  ])
  const keys = (found: typeof all) => (found.is === 'several' ? found.readings.map(one => one.key) : [])
  expect(new Set(keys(all)).size).toBe(3)
  expect(keys(reading(change, end('a'), end('b')))).toEqual(keys(all))
  expect(keys(reading(change, end('x'), end('y')))).not.toEqual(expect.arrayContaining(keys(all).slice(0, 1)))
  expect(reading(change, change)).toEqual({ is: 'changed', event: 'updated' })
  expect(reading(end(''))).toEqual({ is: 'changed', event: 'subscriptionRemoved' })
})

test('reading is total', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), body => {
      expect(['changed', 'subscription_ended', 'several', 'unrecognised']).toContain(
        events.read(request(body), place).is,
      )
    }),
  )
})

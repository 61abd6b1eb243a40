import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type HookProof, type HookRequest, ServiceRefused } from '../connector.ts'
import box from './connector.ts'
import sandbox from './sandbox.ts'
import { lucie, noor } from './sandbox-data.ts'
import type { BoxClient, BoxSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'box'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'box', path), 'utf8'))
const listed = (await readCatalog()).get('box')
const { links, events, picker, actions } = box
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const settings: BoxSettings = { primaryKey: 'SamplePrimaryKey', secondaryKey: 'SampleSecondaryKey' }
const place = placeFor(listed, { ...settings })

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
const clientOf = (person: typeof lucie, heard: Exchange[] = []): BoxClient =>
  playedClient(place, sandbox, desk, person, {}, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = links.recognise(new URL(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''), place)
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const see = (word: string, who: typeof lucie) => links.preview(referenceOf(word), clientOf(who))

test('by number and through a link, each sees what the account may', async () => {
  expect(await see('contract', lucie)).toMatchObject({
    state: 'shown',
    audience: 'viewer',
    card: { title: 'Supplier contract.docx', actions: ['comment'], thumbnail: { address: 'api' } },
  })
  expect(await see('contract', noor)).toEqual({ state: 'not_yours' })
  expect(await see('anybody', noor)).toMatchObject({ state: 'shown', audience: 'everyone' })
  expect(await see('password', lucie)).toMatchObject({ state: 'limited', card: { kind: 'shared' } })
  const gone = { ...clientOf(lucie), call: async () => answering({ type: 'file', id: '1', item_status: 'trashed' }) }
  expect(await links.preview(referenceOf('contract'), gone)).toEqual({ state: 'gone' })
})

test('only a thing’s own link makes its card everybody’s', async () => {
  const seen = async (url: string, shared_link: object) => {
    const reference = links.recognise(new URL(url), place) ?? referenceOf('contract')
    const item = { type: 'file', id: '7', name: 'Private.docx', shared_link: { access: 'open', ...shared_link } }
    const outcome = await links.preview(reference, { ...clientOf(lucie), call: async () => answering(item) })
    return outcome.state === 'shown' ? outcome.audience : outcome.state
  }
  const own = { url: 'https://cobalt.box.com/s/abcdef123456', vanity_url: 'https://cobalt.box.com/v/plan' }
  expect(await seen('https://app.box.com/file/7?s=abcdef123456', own)).toBe('everyone')
  expect(await seen('https://cobalt.box.com/v/plan', own)).toBe('everyone')
  for (const url of ['file/7?s=anything', 'file/7?s=plan', 'file/7', 's/abcdef12345', 'v/plan', 'v/abcdef123456'])
    expect(await seen(`https://app.box.com/${url}`, own), url).toBe('viewer')
  expect(await seen('https://app.box.com/file/7?s=abcdef123456', {})).toBe('viewer')
})

const answering = (body: object) => ({ status: 200, headers: {}, bytes: Buffer.alloc(0), text: '', json: body })

test('a file is found three ways, shared as chosen, and says who cannot open it', async () => {
  const client = clientOf(lucie)
  const top = await picker.list(client, { view: 'browse' })
  const folder = top.items.find(item => item.kind === 'folder')
  const inside = await picker.list(client, { view: 'browse', folder: folder?.id ?? '' })
  const contract = inside.items.find(item => item.name.startsWith('Supplier'))
  expect((await picker.list(client, { view: 'search', text: 'supplier' })).items).toEqual([contract])
  expect((await picker.list(client, { view: 'recent' })).items).toContainEqual(contract)
  const { url } = await picker.attach(client, contract?.id ?? '', 'collaborators')
  const reference = links.recognise(new URL(url), place) ?? referenceOf('contract')
  const emails = ['lucie@cobalt.example', 'noor@cobalt.example']
  expect(await links.access?.who(reference, client, emails)).toEqual({
    [emails[0] ?? '']: true,
    [emails[1] ?? '']: false,
  })
  await links.access?.give?.(reference, client, ['noor@cobalt.example'])
  await links.access?.give?.(reference, client, ['noor@cobalt.example'])
  expect(await links.access?.who(reference, client, emails)).toMatchObject({ [emails[1] ?? '']: true })
  await picker.attach(client, contract?.id ?? '', 'company')
  expect(await links.access?.who(reference, client, ['mei@cobalt.example'])).toEqual({})
  await expect(picker.attach(clientOf(noor), contract?.id ?? '', 'open')).rejects.toThrow(ServiceRefused)
})

test('a link that is there is opened wider, never narrower, and one that is told apart by a password stays', async () => {
  const own = deskFor(place)
  const sent: string[] = []
  const clientAs = (person: typeof lucie) =>
    playedClient(place, sandbox, own, person, {}, one => sent.push(one.call.method)) as never as BoxClient
  const { oneLink } = picker
  const standing = (id: string) => oneLink?.now(clientAs(lucie), id)
  const attach = (id: string, sharing: string) => picker.attach(clientAs(lucie), id, sharing)
  expect(await standing('5000005')).toBeUndefined()
  expect(await attach('5000005', 'collaborators')).toEqual({ url: expect.stringContaining('/s/') })
  expect(await standing('5000005')).toBe('collaborators')
  const { url } = await attach('5000005', 'company')
  expect([await standing('5000005'), sent.filter(method => method === 'PUT').length]).toEqual(['company', 2])
  // Whoever has it from an earlier post keeps it.
  expect(await attach('5000005', 'collaborators')).toEqual({ url, kept: 'company' })
  expect(await attach('5000003', 'company')).toMatchObject({ kept: 'open' })
  expect(await attach('5000004', 'open')).toMatchObject({ kept: 'password' })
  expect([await standing('5000003'), await standing('5000004')]).toEqual(['open', 'password'])
  expect(await attach('5000003', 'open')).toEqual({ url: expect.stringContaining('/s/') })
  expect(sent.filter(method => method === 'PUT')).toHaveLength(2)
  const shared = links.recognise(new URL((await attach('5000003', 'collaborators')).url), place)
  expect(shared && (await links.preview(shared, clientAs(noor)))).toMatchObject({
    state: 'shown',
    audience: 'everyone',
  })
})

test('a comment from the card is a comment there', async () => {
  const heard: Exchange[] = []
  const subject = { url: '', text: '', author: '', reference: referenceOf('contract') }
  const done = await actions?.[0]?.run(clientOf(lucie, heard), { message: 'Good.' }, subject, 'key')
  expect(done?.values.title).toContain('contract')
  expect(heard.at(-1)?.call).toMatchObject({ path: '/2.0/comments', json: { message: 'Good.' } })
})

test('a followed thing has a webhook of its own, and takes leave of it', async () => {
  const client = clientOf(lucie)
  const reference = referenceOf('folder')
  const item = await events.itemOf?.(reference, client)
  expect(item).toBe('folder:5000001')
  const made = await events.follow?.(
    client,
    { item: item ?? '', reference },
    { url: 'https://x.example/h', secret: 's' },
  )
  expect(desk.hooks.size).toBe(1)
  for (const one of made ?? []) await events.unsubscribe?.(client, one)
  expect(desk.hooks.size).toBe(0)
})

test('a webhook that was left there is taken over', async () => {
  const reference = referenceOf('folder')
  const followed = { item: 'folder:5000001', reference }
  await events.follow?.(clientOf(lucie), followed, { url: 'https://old.example/h', secret: 's' })
  const [again] =
    (await events.follow?.(clientOf(lucie), followed, { url: 'https://new.example/h', secret: 's' })) ?? []
  expect([...desk.hooks.values()]).toEqual([{ url: 'https://new.example/h' }])
  expect(desk.hooks.has(again?.externalId ?? '')).toBe(true)
  if (again) await events.unsubscribe?.(clientOf(lucie), again)
})

test('a webhook that Box deleted, or that has no account behind it any more, has ended', () => {
  const body = (trigger: string, more: object) => JSON.stringify({ trigger, source: null, ...more })
  const webhook = { id: '53', type: 'webhook' }
  for (const trigger of ['WEBHOOK.DELETED', 'NO_ACTIVE_SESSION'])
    expect(events.read(request(body(trigger, { webhook })), place)).toEqual({
      is: 'subscription_ended',
      externalId: '53',
    })
  expect(events.read(request(body('WEBHOOK.DELETED', { source: webhook })), place)).toMatchObject({ externalId: '53' })
  expect(events.read(request(body('NO_ACTIVE_SESSION', {})), place).is).toBe('ignored')
})

const request = (body: string, headers: Record<string, string> = {}): HookRequest => ({
  ...{ method: 'POST', query: {}, headers, body: Buffer.from(body) },
})
const at = Date.parse('2020-01-01T00:00:00-07:00')
const proof: HookProof<BoxSettings> = { settings, clientSecret: undefined, secrets: [], details: {}, now: at }

describe.skipIf(!there)('the published vectors', () => {
  const { headers, vectors } = there ? json('signature-vectors.json') : { headers: {}, vectors: [] }
  test.each(vectors as { rawBody: string; primary: string; secondary?: string }[])(
    '$rawBody',
    ({ rawBody, primary, secondary }) => {
      const good = request(rawBody, { ...headers, 'box-signature-primary': primary })
      expect(events.verify(good, proof)).toBe(true)
      if (secondary)
        expect(events.verify(request(rawBody, { ...headers, 'box-signature-secondary': secondary }), proof)).toBe(true)
      const changed = (more: Record<string, string>) => ({ ...good, headers: { ...good.headers, ...more } })
      expect(events.verify({ ...good, body: Buffer.from(rawBody.replace('FILE', 'FILf')) }, proof)).toBe(false)
      expect(events.verify(changed({ 'box-signature-version': '2' }), proof)).toBe(false)
      expect(events.verify(changed({ 'box-signature-algorithm': 'HmacSHA1' }), proof)).toBe(false)
      expect(events.verify(changed({ 'box-delivery-timestamp': '2020-01-01T00:00:01-07:00' }), proof)).toBe(false)
      expect(events.verify(changed({ 'box-signature-primary': `${primary}, ${primary}` }), proof)).toBe(false)
      for (const minutes of [-11, 11]) expect(events.verify(good, { ...proof, now: at + minutes * 60_000 })).toBe(false)
      const others = { primaryKey: 'another', secondaryKey: 'other' }
      expect(events.verify(good, { ...proof, settings: others })).toBe(false)
      expect(events.verify(request(rawBody, headers), proof)).toBe(false)
    },
  )
})

test.skipIf(!there)('every published event is told, ignored or kept', () => {
  for (const file of readdirSync(join(fixtures, 'box/webhooks')))
    expect(events.read(request(readFileSync(join(fixtures, 'box/webhooks', file), 'utf8')), place)).toMatchObject({
      is: 'notice',
      notice: {
        event: 'uploaded',
        values: { title: 'Test-Image-3.png', who: 'John Q. Developer' },
        item: 'file:73835521473',
      },
    })
})

test('what is deleted has no source; what nobody knows is kept; reading is total', () => {
  expect(events.read(request('{"trigger":"FILE.DELETED","source":null}'), place).is).toBe('ignored')
  expect(events.read(request('{"trigger":"FILE.TRASHED","source":null}'), place).is).toBe('ignored')
  expect(events.read(request('{"trigger":"COFFEE"}'), place).is).toBe('unrecognised')
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), body => {
      expect(['notice', 'ignored', 'unrecognised', 'subscription_ended']).toContain(
        events.read(request(body), place).is,
      )
    }),
  )
})

test('the folder around a file is told to those who see it, and kept from everyone’s card', async () => {
  const inside = await see('contract', lucie)
  expect(inside).toMatchObject({ state: 'shown', audience: 'viewer', parts: ['folder:5000001'] })
  for (const { url } of sandbox.links(desk)) {
    const reference = links.recognise(new URL(url), place)
    const found = reference && (await links.preview(reference, clientOf(lucie)))
    if (found?.state === 'shown' && found.audience === 'everyone') expect(found.parts).toBeUndefined()
  }
})

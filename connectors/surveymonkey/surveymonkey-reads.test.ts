import { expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type Answer, ServiceRefused } from '../connector.ts'
import { catchUp } from './catch-up.ts'
import surveymonkey from './connector.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import sandbox from './sandbox.ts'
import { people } from './sandbox-data.ts'
import { retryAfter, type SurveyClient } from './site.ts'

const listed = (await readCatalog()).get('surveymonkey')
if (!listed) throw new Error('there is no connector called surveymonkey')
const place = placeFor(listed, { region: 'us' })
const [lucie, noor] = people
const canteen = 'collector:canteen-autumn'

/** A service of its own for each test, with somebody’s account. */
function playing(person = lucie) {
  const desk = deskFor(place)
  const heard: Exchange[] = []
  const client = playedClient(place, sandbox, desk, person, {}, one => heard.push(one)) as unknown as SurveyClient
  const happen = (event: string) => sandbox.deliver(event, { url: '' }, desk)
  return { client, heard, happen, desk }
}
const answering = (status: number, json: unknown): Answer => ({
  ...{ status, headers: {}, bytes: Buffer.alloc(0), text: '', json },
})
const referenceOf = (path: string) => {
  const found = recognise(new URL(`https://cobalt.surveymonkey.com${path}`), place as never)
  if (!found) throw new Error(`${path} is no link`)
  return found
}
const toldIn = ({ readings }: { readings: readonly { is: string }[] }) =>
  readings.map(one => ('notice' in one ? (one.notice as { event: string; item: string }) : undefined))

test('only what changed of a collector is told, once, and a mere closing too', async () => {
  const { client, happen } = playing()
  const { url } = await picker.attach(client, '7001', 'new')
  const other = `collector:${url.split('/').at(-1)}`
  const begun = await catchUp.next(client, await catchUp.start(client), [canteen, other])
  expect(begun.readings).toEqual([])
  happen('Somebody answers')
  const after = await catchUp.next(client, begun.cursor, [canteen, other])
  // The other collector of the same survey has nothing new.
  expect(toldIn(after)).toMatchObject([{ event: 'responses', item: other, values: { count: 1 } }])
  // Whoever reads from the same place reads the same: a repeat is known as such.
  expect((await catchUp.next(client, begun.cursor, [canteen, other])).readings).toEqual(after.readings)
  happen('Lucie closes the survey')
  const closed = await catchUp.next(client, after.cursor, [canteen, other])
  expect(toldIn(closed)).toMatchObject([{ event: 'collector_closed', item: other, known: { status: 'closed' } }])
  happen('Lucie opens it again')
  const opened = await catchUp.next(client, closed.cursor, [canteen, other])
  expect(toldIn(opened)).toMatchObject([{ event: 'collector_opened', known: { status: 'open' } }])
  expect((await catchUp.next(client, opened.cursor, [canteen, other])).readings).toEqual([])
  expect(JSON.parse((await catchUp.next(client, opened.cursor, [])).cursor).marks).toEqual({})
})

test('answers between the making of a collector and the first look at it are told', async () => {
  const { client, happen } = playing()
  const cursor = await catchUp.start(client)
  const { url } = await picker.attach(client, '7001', 'new')
  happen('Somebody answers')
  const first = await catchUp.next(client, cursor, [canteen, `collector:${url.split('/').at(-1)}`])
  expect(toldIn(first)).toMatchObject([{ event: 'responses', values: { count: 1 } }])
})

test('a survey that is kept back is said and keeps its place; a lost account, or a list refused, is no empty list', async () => {
  const { client, happen } = playing()
  const followed = [canteen, 'collector:parking-2025']
  const { cursor } = await catchUp.next(client, await catchUp.start(client), followed)
  happen('Somebody answers')
  const refusing = (status: number, part: RegExp): SurveyClient => ({
    ...client,
    memory: new Map(),
    call: async call =>
      part.test(call.path) ? answering(status, { error: { id: '1014', message: 'Not allowed.' } }) : client.call(call),
  })
  const page = await catchUp.next(refusing(403, /7002/), cursor, followed)
  expect(page.readings).toMatchObject([
    { is: 'notice', notice: { item: canteen } },
    { is: 'unrecognised', reason: 'not_readable_there', about: '7002' },
  ])
  expect(JSON.parse(page.cursor).marks['collector:parking-2025']).toMatchObject({ responses: 41 })
  await expect(catchUp.next(refusing(401, /7002/), cursor, followed)).rejects.toThrow(ServiceRefused)
  for (const status of [401, 403])
    await expect(catchUp.next(refusing(status, /surveys$/), await catchUp.start(client), followed)).rejects.toThrow()
})

test('each sees their own survey by its answers, its editor and its results', async () => {
  const see = async (path: string, person = lucie) => preview(referenceOf(path), playing(person).client)
  const title = 'Canteen, autumn'
  for (const path of [
    '/r/canteen-autumn',
    '/create/?sm=played_7001_3D_3D',
    '/analyze/played_7001',
    '/summary/played_7001',
  ])
    expect(await see(path), path).toMatchObject({ state: 'shown', audience: 'viewer', card: { title } })
  expect(await see('/r/canteen-autumn', noor)).toEqual({ state: 'not_yours' })
  expect(await see('/create/?sm=played_7001_3D_3D', noor)).toEqual({ state: 'not_yours' })
  expect(await see('/r/yard-lights', noor)).toMatchObject({ card: { title: 'Lights in the yard' } })
  const plain = surveymonkey.links?.plain?.(referenceOf('/create/?sm=abc_3D&x=1'), place as never, {})
  expect(plain?.url).toBe('https://cobalt.surveymonkey.com/create/?sm=abc_3D')
})

test('an address costs two calls once it is known, and forgets what is there no longer', async () => {
  const { client, heard } = playing()
  await preview(referenceOf('/r/canteen-autumn'), client)
  heard.length = 0
  await preview(referenceOf('/r/canteen-autumn'), client)
  expect(heard.map(one => one.call.path)).toEqual(['/v3/surveys/7001', '/v3/surveys/7001/collectors'])
  client.memory.set('r gone', '7001')
  expect(await preview(referenceOf('/r/gone'), client)).toEqual({ state: 'gone' })
  expect(await preview(referenceOf('/r/gone'), client)).toEqual({ state: 'not_yours' })
})

test('an account of hundreds of surveys is looked through page by page, a few in a turn', async () => {
  const { client } = playing()
  const calls: string[] = []
  const many: SurveyClient = {
    ...client,
    async call({ path, query }) {
      const page = Number(query?.page ?? 1)
      calls.push(path)
      const data = Array.from({ length: 100 }, (_, n) => ({ id: String(page * 1_000 + n), title: 'x' }))
      if (path === '/v3/surveys') return answering(200, { data, links: page < 3 ? { next: 'more' } : {} })
      const [, id] = /surveys\/(\d+)/.exec(path) ?? []
      const collector = { id: '1', type: 'weblink', status: 'open', url: `https://x.surveymonkey.com/r/slug-${id}` }
      return answering(200, path.endsWith('/collectors') ? { data: [collector], links: {} } : { id, title: `Of ${id}` })
    },
  }
  const reference = referenceOf('/r/slug-3040')
  let outcome = await preview(reference, many)
  for (let turn = 1; turn < 10 && outcome.state !== 'shown'; turn++) {
    expect(calls.length).toBeLessThanOrEqual(29)
    calls.length = 0
    outcome = await preview(reference, many)
  }
  expect(outcome).toMatchObject({ state: 'shown', card: { title: 'Of 3040' } })
})

test('a collector is chosen among those of a survey, or made', async () => {
  const { client } = playing()
  const { url } = await picker.attach(client, '7001', 'new')
  const [survey, first, second, ...more] = (await picker.list(client, { view: 'browse', folder: '7001' })).items
  expect([survey?.id, first?.id, more.length]).toEqual(['7001', '7001/9001', 0])
  expect((await picker.attach(client, second?.id ?? '', 'existing')).url).toBe(url)
  expect((await picker.attach(client, first?.id ?? '', 'existing')).url).toContain('/r/canteen-autumn')
  expect((await picker.attach(client, '7001', 'existing')).url).toContain('/r/canteen-autumn')
  expect((await picker.attach(client, first?.id ?? '', 'new')).url).toContain('/r/made-')
  // One that is closed is in no list, and not quietly replaced.
  expect((await picker.list(client, { view: 'browse', folder: '7002' })).items.map(item => item.id)).toEqual(['7002'])
  await expect(picker.attach(client, '7002/9002', 'existing')).rejects.toThrow(ServiceRefused)
  await expect(picker.list(playing(noor).client, { view: 'browse', folder: '7001' })).rejects.toThrow(ServiceRefused)
})

test('what is read is read by whoever follows, and the limits say when to come back', () => {
  expect(surveymonkey.events?.followAs).toBe('follower')
  const limit = (name: string, left: number, reset: number) => ({
    [`x-ratelimit-app-global-${name}-remaining`]: String(left),
    [`x-ratelimit-app-global-${name}-reset`]: String(reset),
  })
  const after = (headers: Record<string, string>, status = 429) => retryAfter({ status, headers })
  expect(after({ ...limit('minute', 0, 42), ...limit('day', 310, 50_000) })).toBe(42)
  expect(after({ ...limit('minute', 0, 42), ...limit('day', 0, 50_000) })).toBe(50_000)
  expect(after({ 'x-ratelimit-app-global-minute-reset': '9' })).toBe(9)
  expect(after({})).toBeUndefined()
  expect(after(limit('minute', 0, 42), 500)).toBeUndefined()
})

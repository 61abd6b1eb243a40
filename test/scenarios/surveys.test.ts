import { beforeAll, expect, test } from 'vitest'
import { attachItem, listComposerOffers, listItems } from '../../contract/api/attaching.ts'
import { listConnections } from '../../contract/api/connections.ts'
import { followThing } from '../../contract/api/group-integrations.ts'
import { disableIntegration, listInboundEvents } from '../../contract/api/integrations.ts'
import { runAction } from '../../contract/api/linking.ts'
import type { Preview } from '../../contract/api/previews.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const monkey = useService('surveymonkey', database, server, services)
const place = () => ({ groupId: monkey.group('operations'), integrationKey: 'surveymonkey' })
const factOf = (preview: Preview, label: string) =>
  'card' in preview ? preview.card.facts.find(fact => fact.label === label)?.value : undefined
let postId = ''

beforeAll(async () => {
  await monkey.enable(['operations'], '5001', { region: 'us' })
  await monkey.linkAs('lucie', '5001')
  await monkey.linkAs('noor', '5002')
})

const sees = (who: CastName) => monkey.preview(who, postId)

test('a person picks among their own surveys and no others', async () => {
  const [offer] = (await server.call('lucie', listComposerOffers, { params: { groupId: monkey.group('operations') } }))
    .items
  expect(offer?.picker).toEqual({
    views: ['browse', 'search'],
    oneLink: false,
    sharing: [
      { id: 'existing', label: 'Le lien déjà ouvert' },
      { id: 'new', label: 'Un nouveau lien, compté à part' },
    ],
  })
  const mine = await server.call('lucie', listItems, { params: place(), query: { view: 'browse' } })
  expect(mine.items.map(item => item.name)).toEqual(['Canteen, autumn', 'Bicycle parking'])
  const searched = await server.call('lucie', listItems, {
    params: place(),
    query: { view: 'search', text: 'Bicycle' },
  })
  expect(searched.items).toHaveLength(1)
  const hers = await server.call('noor', listItems, { params: place(), query: { view: 'browse' } })
  expect(hers.items.map(item => item.name)).toEqual(['Lights in the yard'])
  const inside = { params: place(), query: { view: 'browse' as const, folder: '7001' } }
  expect((await server.call('lucie', listItems, inside)).items.map(item => item.id)).toEqual(['7001', '7001/9001'])
  expect((await server.refused('noor', listItems, inside)).code).toBe('service_refused')
  const wrong = { params: place(), query: { view: 'recent' as const } }
  expect((await server.refused('lucie', listItems, wrong)).code).toBe('bad_input')
})

test('what is posted is a collector: everyone can answer, the owner sees more', async () => {
  const attached = await server.call('lucie', attachItem, { params: place(), body: { itemId: '7001', sharing: 'new' } })
  expect(attached.cannotOpen).toBeNull()
  postId = await monkey.paste('lucie', 'operations', attached.url)
  const owner = await sees('lucie')
  expect(owner).toMatchObject({ state: 'shown', personal: true, card: { title: 'Canteen, autumn' } })
  const other = await sees('bruno')
  expect(other).toMatchObject({
    state: 'shown',
    personal: false,
    accountNeeded: true,
    card: { title: 'Canteen, autumn', actions: [] },
  })
  expect(factOf(other, 'Answers')).toBe('0')
})

test('the service is told of the collector, and the count on everybody’s card follows', async () => {
  await untilSubscribed(monkey.played().desk.hooks)
  expect(await monkey.played().fire('Somebody answers')).toEqual([200])
  await until(async () => factOf(await sees('bruno'), 'Answers') === '1')
  const { items } = await server.call('ana', listInboundEvents, { params: monkey.params, query: {} })
  expect(items.map(item => [item.outcome, item.reason])).toContainEqual(['ignored', 'read_again'])
  expect(await monkey.notices('bruno', 'operations')).toEqual([])
})

test('what is followed already for its card is followed for notices too, checked for each reader', async () => {
  await server.call('noor', followThing, { params: { subjectId: postId, linkKey: '0' } })
  await monkey.played().fire('Somebody answers')
  await until(async () => (await monkey.notices('lucie', 'operations')).length === 1)
  const [notice = ''] = await monkey.notices('lucie', 'operations')
  expect((await monkey.notice('lucie', notice)).sentence).toContain('a 2 réponses')
  const other = await monkey.notice('bruno', notice)
  expect(other).toMatchObject({ sentence: null, neutral: 'A survey has more answers', link: null })
})

test('results are the owner’s; closing ends it for all', async () => {
  const act = (who: CastName, actionKey: string) => ({
    params: { postId, integrationKey: 'surveymonkey', actionKey },
    body: { values: {}, linkKey: '0', idempotencyKey: `${actionKey}-${who}` },
  })
  const results = await server.call('lucie', runAction, act('lucie', 'show_results'))
  expect(results.sentence).toContain('More soup? Yes 8, No 4')
  expect((await server.refused('noor', runAction, act('noor', 'show_results'))).code).toBe('not_possible')
  await server.call('lucie', runAction, act('lucie', 'close_collector'))
  expect(factOf(await sees('lucie'), 'État')).toBe('Fermée')
  expect(factOf(await sees('bruno'), 'State')).toBe('Closed')
})

test('administrators see who is connected; switched off, the service is told', async () => {
  const { items, catchUp } = await server.call('ana', listConnections, { params: monkey.params, query: {} })
  expect(items.map(item => item.member?.name ?? item.label)).toEqual(['Lucie Bernard', 'Lucie Bernard', 'Noor Haddad'])
  expect(catchUp?.problem).toBeNull()
  expect((await server.refused('noor', listConnections, { params: monkey.params, query: {} })).code).toBe('forbidden')
  await server.call('ana', disableIntegration, { params: monkey.params })
  await until(() => monkey.played().desk.hooks.size === 0)
  expect((await sees('bruno')).state).toBe('off')
})

import { beforeAll, expect, test } from 'vitest'
import { listComposerOffers } from '../../contract/api/attaching.ts'
import { listLinkedAccounts, openGroupAction, runAction, runGroupAction } from '../../contract/api/linking.ts'
import { groupFeed } from '../../contract/api/posts.ts'
import { getThumbnail, type Preview } from '../../contract/api/previews.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { regrant } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const zoom = useService('zoom', database, server, services)
const action = (actionKey: string) => ({ groupId: zoom.group('workshop'), integrationKey: 'zoom', actionKey })
const cardOf = (preview: Preview) => ('card' in preview ? preview.card : undefined)
const factOf = (preview: Preview, label: string) => cardOf(preview)?.facts.find(fact => fact.label === label)?.value
let postId = ''

beforeAll(async () => {
  await zoom.enable(['workshop'], 'zu-bruno', { cloud: 'commercial', secretToken: 'zoom-secret-token' })
  expect(await zoom.hookByHand()).toBe(1)
})

const sees = (who: CastName) => zoom.preview(who, postId)

test('an address whose secret is another is not kept by the service', async () => {
  const wrong = new URLSearchParams({ hook: `${services.sandbox.origin}/nowhere` })
  const page = await fetch(`${services.sandbox.origin}/zoom/`, { method: 'POST', body: wrong })
  expect(await page.text()).toContain('it was not kept')
})

test('whoever has no account is led to connect one; elsewhere nothing is offered', async () => {
  const workshop = { params: { groupId: zoom.group('workshop') } }
  const [offer] = (await server.call('bruno', listComposerOffers, workshop)).items
  expect(offer).toMatchObject({ integrationId: 'zoom', accountNeeded: true, picker: null })
  const everyone = { params: { groupId: zoom.group('everyone') } }
  expect((await server.call('bruno', listComposerOffers, everyone)).items).toEqual([])
  const body = { values: {} }
  expect((await server.refused('bruno', openGroupAction, { params: action('start_meeting'), body })).code).toBe(
    'account_needed',
  )
  await zoom.linkAs('bruno', 'zu-bruno')
  const form = await server.call('bruno', openGroupAction, { params: action('start_meeting'), body })
  expect(form.fields.map(field => field.label)).toContain('Topic')
  expect(form.fields[1]?.options?.map(option => option.label)).toEqual(['Now', 'Later'])
})

test('a meeting is started from the composer once, however often it is sent', async () => {
  const body = { values: { topic: 'Frame welding', when: 'now' }, idempotencyKey: 'start-once-1' }
  const started = await server.call('bruno', runGroupAction, { params: action('start_meeting'), body })
  postId = started.postId ?? ''
  const { items } = await server.call('noor', groupFeed, { params: { groupId: zoom.group('workshop') } })
  expect(items.find(post => post.id === postId)?.text).toContain('Join the Zoom meeting “Frame welding”')
  const wrong = { params: { ...action('start_meeting'), groupId: zoom.group('everyone') }, body }
  expect((await server.refused('bruno', runGroupAction, wrong)).code).toBe('not_enabled')
  const empty = { params: action('start_meeting'), body: { ...body, values: {}, idempotencyKey: 'start-once-2' } }
  expect((await server.refused('bruno', runGroupAction, empty)).code).toBe('service_refused')
})

test('everyone can join; the host sees it as the host, and may end it', async () => {
  const host = await sees('bruno')
  expect(host).toMatchObject({ state: 'shown', personal: true, card: { title: 'Frame welding' } })
  expect(cardOf(host)?.actions.map(one => one.label)).toEqual(['End for everyone'])
  const guest = await sees('noor')
  expect(guest).toMatchObject({
    state: 'shown',
    personal: false,
    accountNeeded: true,
    card: { title: 'Frame welding' },
  })
  expect(cardOf(guest)?.actions).toEqual([])
  expect(factOf(guest, 'State')).toBe('Not started')
  expect(JSON.stringify([host, guest])).not.toContain('host-secret')
  const picture = { params: { subjectId: postId, linkKey: '0' } }
  expect((await server.refused('noor', getThumbnail, picture)).code).toBe('not_found')
})

test('the card keeps up: running, ended after so many minutes, with its recording; no route is needed', async () => {
  expect(await zoom.played().fire('The newest meeting starts')).toEqual([200])
  await until(async () => factOf(await sees('noor'), 'State') === 'Running')
  await zoom.played().fire('The newest meeting ends')
  await until(async () => factOf(await sees('noor'), 'State') === 'Ended')
  expect(factOf(await sees('noor'), 'Minutes')).toBe('42')
  await zoom.played().fire('Its recording is ready')
  await until(async () => cardOf(await sees('noor'))?.url.includes('/rec/share/') ?? false)
  // The card is told first, then the routes are looked at: the next test makes one.
  await until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
  expect(await zoom.notices('noor', 'workshop')).toEqual([])
  // Gone for its host at the service by now; what the group knows stays.
  expect((await zoom.preview('bruno', postId, true)).state).toBe('shown')
})

test('of one that was scheduled the service tells its host nothing of its end; its events do', async () => {
  const values = { topic: 'Frames', when: 'later', day: '2026-01-05', time: '10:00', length: '30' }
  const body = { values, idempotencyKey: 'schedule-once-1' }
  const made = await server.call('bruno', runGroupAction, { params: action('start_meeting'), body })
  const host = () => zoom.preview('bruno', made.postId ?? '', true)
  expect(factOf(await host(), 'State')).toBe('Not started')
  const kept = () => zoom.preview('bruno', made.postId ?? '')
  expect(cardOf(await kept())?.actions).toEqual([])
  await zoom.played().fire('The newest meeting starts')
  // Nobody asks for it anew: what was kept went with the word that it runs.
  await until(async () => cardOf(await kept())?.actions.map(one => one.label)[0] === 'End for everyone')
  await until(async () => factOf(await host(), 'State') === 'Running')
  await zoom.played().fire('The newest meeting ends')
  await until(async () => factOf(await host(), 'State') === 'Ended')
  expect(factOf(await host(), 'Minutes')).toBe('42')
  await zoom.played().fire('Its recording is ready')
  await until(async () => cardOf(await host())?.url.includes('/rec/share/') ?? false)
  // From what is kept, too.
  expect(factOf(await zoom.preview('bruno', made.postId ?? ''), 'State')).toBe('Ended')
})

test('with a route the group hears of its own meetings and of no others, gathered under one notice', async () => {
  await zoom.route('workshop', 'group')
  const body = { values: { topic: 'Second try', when: 'now' }, idempotencyKey: 'start-again-1' }
  await server.call('bruno', runGroupAction, { params: action('start_meeting'), body })
  await zoom.played().fire('The newest meeting starts')
  await zoom.played().fire('The newest meeting ends')
  await zoom.played().fire('The loading plan starts')
  await until(async () => {
    const [first] = await zoom.notices('noor', 'workshop')
    return first !== undefined && (await zoom.notice('noor', first)).entries.length === 1
  })
  const all = await zoom.notices('noor', 'workshop')
  expect(all).toHaveLength(1)
  const read = await zoom.notice('noor', all[0] ?? '')
  expect([read.sentence, read.entries[0]?.sentence].toSorted()).toEqual([
    '“Second try” ended (hosted by Bruno Keller)',
    '“Second try” started (hosted by Bruno Keller)',
  ])
  expect(read.hidden).toBe(0)
})

test('its host ends a running meeting from the card', async () => {
  const body = { values: { topic: 'To be ended', when: 'now' }, idempotencyKey: 'start-third-1' }
  const { postId: third } = await server.call('bruno', runGroupAction, { params: action('start_meeting'), body })
  const params = { postId: third ?? '', integrationKey: 'zoom', actionKey: 'end_meeting' }
  const ended = await server.call('bruno', runAction, {
    params,
    body: { values: {}, linkKey: '0', idempotencyKey: 'end-it-now' },
  })
  expect(ended.sentence).toBe('The meeting has ended.')
  const refused = await server.refused('noor', runAction, {
    params,
    body: { values: {}, linkKey: '0', idempotencyKey: 'end-it-too' },
  })
  expect(refused.code).toBe('account_needed')
})

test('out of scope the card says so, and learns nothing more', async () => {
  const body = {
    permissions: ['preview_links', 'post_notices', 'act_for_members'],
    scope: { everyone: false as const, groupIds: [zoom.group('operations')] },
  }
  await regrant(server, 'ana', zoom.params, body)
  expect((await sees('noor')).state).toBe('off')
})

test('an account taken away at the service is forgotten here, and its owner is told', async () => {
  await zoom.played().fire('Bruno takes the app away')
  const mine = async () =>
    (await server.call('bruno', listLinkedAccounts)).items.find(account => account.integrationId === 'zoom')
  await until(async () => (await mine())?.broken === true)
})

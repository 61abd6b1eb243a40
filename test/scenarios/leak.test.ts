/**
 * The leak test (threats.md A05–A09): the played service puts a word into what only one person may see, in cards and in events; people live with it;
 * then the word is looked for in every byte that anybody else can get, and in everything that is kept. The entitled person's own bytes are searched in the
 * same way and have it, so the search can find.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import { followThing } from '../../contract/api/group-integrations.ts'
import { removeIntegration } from '../../contract/api/integrations.ts'
import { openAction, runAction } from '../../contract/api/linking.ts'
import { createComment } from '../../contract/api/posts.ts'
import type { FormValues } from '../../contract/form.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { sandboxOf } from '../connectors/fixtures.ts'
import { type Settings, settingsOf } from '../connectors/played-client.ts'
import { until, useDatabase } from '../harness/database.ts'
import { keptLog } from '../harness/log.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { listen, type Stream } from '../harness/stream.ts'
import { rowsWith, sweep } from '../harness/sweep.ts'

const { logged, log } = keptLog()
const database = useDatabase()
const server = useServer(database, log)
const services = useServices(server)

interface Case {
  readonly name: string
  readonly listed: Listed
  readonly word: string
  /** Who may see it: in our cast, and at the service. Then who may not, with an account of their own; Noor has none. */
  readonly entitled: readonly [CastName, string]
  readonly strange: readonly [CastName, string]
  readonly settings: () => FormValues
}

/** Card actions that only show something: these are run as well, by everybody. Of all others the form is asked for. */
const showing = ['show_results']

/** Every app that people sign in to, in every form of it: the first of its played people sees what the second does not, and its first events tell of that. */
const catalog = [...(await readCatalog()).values()].filter(({ connector }) => !connector.listing.example)
const cases: Case[] = []
for (const listed of catalog.filter(({ connector }) => connector.oauth)) {
  const { id } = listed.connector
  const sandbox = await sandboxOf(id)
  const [first, second] = sandbox?.people ?? []
  if (!sandbox || !first || !second) throw new Error(`${id} has no two people to tell apart`)
  for (const settings of settingsOf(listed, sandbox))
    cases.push({
      ...{
        name: `${id}, ${Object.values(settings)[0] ?? 'one form'}`,
        listed,
        word: `zircon-falcon-${71 + cases.length}`,
      },
      ...{ entitled: ['bruno', first.id], strange: ['zoe', second.id] },
      settings: () => placed(id, settings),
    })
}

/** A server that the customer runs has the address of the played one. */
const placed = (id: string, settings: Settings): FormValues =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' && URL.canParse(value) ? `${services.sandbox.origin}/${id}/site` : (value as string),
    ]),
  )

test('no app is left out: one without a sign-in has nothing that is only somebody’s', async () => {
  const lived = new Set(cases.map(one => one.listed.connector.id))
  for (const { connector } of catalog.filter(one => !lived.has(one.connector.id)))
    expect((await sandboxOf(connector.id))?.people, connector.id).toEqual([])
  const actions = catalog.flatMap(({ connector }) => (connector.actions ?? []).map(action => action.id))
  expect(actions).toEqual(expect.arrayContaining(showing))
})

/** What is lived with at once: every app, and another time whatever has more than one form. */
const rounds: Case[][] = []
for (const one of cases) {
  const round = rounds.find(others => others.every(other => other.listed !== one.listed))
  if (round) round.push(one)
  else rounds.push([one])
}
const everyone = ['bruno', 'zoe', 'noor'] as const

describe.each(rounds.map(round => [round.map(one => one.name).join('; '), round] as const))('%s', (_, round) => {
  const lives = round.map(lived)
  const words = round.map(one => one.word)
  const streams = new Map<CastName, Stream>()
  /** More than is made here, so that nothing of it is left out. */
  const newest = 40 * round.length

  beforeAll(async () => {
    for (const who of everyone) streams.set(who, await listen(server, who))
    for (const life of lives) await life.begin()
  }, 30_000 * round.length)
  afterAll(async () => {
    for (const stream of streams.values()) stream.end()
    for (const { service } of lives) await server.call('ana', removeIntegration, { params: service.params })
  })

  test('the entitled person has each', async () => {
    const found = await sweep(server, 'bruno', ['look', ...words], newest)
    expect(found.length).toBeGreaterThan(100)
    for (const { name, word } of round) {
      const where = new Set(found.filter(({ body }) => body.includes(word)).map(({ url }) => url.split('/')[2]))
      expect([...where], name).toEqual(expect.arrayContaining(['notices', 'previews']))
    }
  }, 60_000)

  test.each(['zoe', 'noor', 'ana', 'lucie'] as const)(
    '%s gets none of them anywhere',
    async who => {
      const found = await sweep(server, who, ['look', ...words], newest)
      expect(found.length).toBeGreaterThan(50)
      for (const [n, { name, word }] of round.entries()) {
        // The search says back what was looked for; nothing else may know the word.
        const leaks = found.filter(({ url, body }) => body.includes(word) && !url.includes(word))
        expect(
          leaks.map(({ url }) => url),
          name,
        ).toEqual([])
        for (const { body } of found.filter(({ url }) => url.includes(word)))
          expect(JSON.parse(body).items ?? [], name).toEqual([])
        const tried = lives[n]?.answers.filter(answer => answer.who === who && answer.body.includes(word))
        expect(tried, name).toEqual([])
        expect(streams.get(who)?.heard() ?? '', name).not.toContain(word)
      }
    },
    60_000,
  )

  test('no log, no stream and no row holds one in clear', async () => {
    expect(logged.length).toBeGreaterThan(50)
    for (const [who, stream] of streams) expect(stream.heard().length, `${who} heard something`).toBeGreaterThan(100)
    await nowhere()
  })

  test.each(['broken', 'busy', 'signed_out'] as const)(
    'what the services say when they are %s goes nowhere',
    async mode => {
      await run(sql`delete from link_previews`)
      for (const { service } of lives) service.played().mode = mode
      try {
        for (const life of lives) await life.lookAgain()
      } finally {
        for (const { service } of lives) service.played().mode = 'well'
      }
      await nowhere()
    },
    30_000,
  )

  async function nowhere(): Promise<void> {
    for (const word of words) {
      expect(logged.filter(line => line.includes(word))).toEqual([])
      for (const stream of streams.values()) expect(stream.heard()).not.toContain(word)
    }
    expect(await rowsWith(...words)).toEqual([])
  }
})

/** What people do with one app: it is connected, pasted, looked at, followed, heard of and tried. */
function lived(one: Case) {
  const { listed, word, entitled, strange, settings } = one
  const { id, events, actions = [] } = listed.connector
  const service = useService(id, database, server, services)
  const links = (): string[] =>
    service
      .played()
      .sandbox.links(service.played().desk)
      .map(link => link.url)
  const answers: { who: CastName; body: string }[] = []
  let told: readonly string[] = []

  async function begin(): Promise<void> {
    service.played().secretWord = word
    await service.enable(['workshop'], entitled[1], settings())
    if (service.played().sandbox.handMade) await service.hookByHand()
    await service.linkAs(...entitled)
    await service.linkAs(...strange)
    await service.route('workshop', 'checked')
    for (const [n, url] of links().entries()) await liveWith(await service.paste('noor', 'workshop', url), n === 0)
    await follow()
    const before = await service.notices('noor', 'workshop')
    for (const event of service.played().sandbox.events.slice(0, 5)) await fire(event)
    await until(async () => (await service.notices('noor', 'workshop'))[0] !== before[0])
    await until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
    told = (await service.notices('noor', 'workshop')).filter(notice => !before.includes(notice))
    for (const who of everyone) for (const notice of told) await service.notice(who, notice)
  }

  /** It happens there and is told of; what is found by asking is asked for. */
  async function fire(event: string): Promise<void> {
    for (const status of await service.played().fire(event)) expect(status).toBeLessThan(300)
    await run(sql`update catch_ups set next_at = now()`)
    await catchUpWhereDue()
  }

  /** Where only what is followed is heard of, it is followed. */
  async function follow(): Promise<void> {
    for (const url of links().slice(0, 2)) {
      const subjectId = await service.paste('bruno', 'workshop', url)
      const preview = await service.preview('bruno', subjectId)
      if (preview.state === 'shown' && preview.mayFollow)
        await server.call('bruno', followThing, { params: { subjectId, linkKey: '0' } })
    }
    if (events?.follow) await until(() => service.played().desk.hooks.size > 0)
    await until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
  }

  /** Everybody looks, in every order; some try what is not theirs: at every link what only shows something, at the first all there is to do. */
  async function liveWith(postId: string, first: boolean): Promise<void> {
    for (const who of [...everyone, ...everyone.toReversed()]) await service.preview(who, postId)
    await server.call('noor', createComment, { params: { postId }, body: { text: 'look' } })
    for (const { id: actionKey } of actions.filter(action => first || showing.includes(action.id)))
      for (const who of everyone) {
        const params = { postId, integrationKey: id, actionKey }
        await ask(who, openAction, { params, body: { values: {}, linkKey: '0' } })
        if (showing.includes(actionKey))
          await ask(who, runAction, {
            params,
            body: { values: {}, linkKey: '0', idempotencyKey: `leak-${who}-${postId}` },
          })
      }
  }

  async function ask(
    who: CastName,
    route: { method: string; path: string },
    { params, body }: { params: Record<string, string>; body: object },
  ) {
    const url = `/api${route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')}`
    const answer = await server.app.inject({
      ...{ method: 'POST', url, payload: body },
      headers: { cookie: await server.cookie(who), origin: 'http://passerelle.test' },
    })
    answers.push({ who, body: answer.body })
  }

  /** A link pasted anew, and what was told before, looked at while the service is as it is. */
  async function lookAgain(): Promise<void> {
    const post = await service.paste('noor', 'workshop', links()[0] ?? '')
    for (const who of everyone) expect(JSON.stringify(await service.preview(who, post, true))).not.toContain(word)
    for (const who of ['zoe', 'noor'] as const)
      for (const notice of told) expect(JSON.stringify(await service.notice(who, notice))).not.toContain(word)
  }

  return { service, answers, begin, lookAgain }
}

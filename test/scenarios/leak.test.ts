/**
 * The leak test (threats.md A05–A09): the played service puts a word into what only one person may see, in cards and in events; people live with it;
 * then the word is looked for in every byte that anybody else can get, and in everything that is kept. The entitled person's own bytes are searched in the
 * same way and have it, so the search can find.
 */
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeIntegration } from '../../contract/api/integrations.ts'
import { openAction, runAction } from '../../contract/api/linking.ts'
import { createComment } from '../../contract/api/posts.ts'
import type { FormValues } from '../../contract/form.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { listen, type Stream } from '../harness/stream.ts'
import { rowsWith, sweep } from '../harness/sweep.ts'

const logged: string[] = []
const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  }),
)
const database = useDatabase()
const server = useServer(database, log)
const services = useServices(server)

interface Case {
  readonly name: string
  readonly id: string
  readonly word: string
  /** Who may see it: in our cast, and at the service. Then who may not, with an account of their own, and without. */
  readonly entitled: readonly [CastName, string]
  readonly strange: readonly [CastName, string]
  readonly without: CastName
  readonly settings: () => FormValues
  readonly links: () => readonly string[]
  readonly events: readonly string[]
}

const jira = (deployment: string, word: string): Case => ({
  ...{ name: `jira, ${deployment}`, id: 'jira', word },
  ...{ entitled: ['bruno', 'bruno'], strange: ['zoe', 'zoe'], without: 'noor' },
  settings: () => ({
    deployment,
    ...(deployment === 'data_center' && { siteUrl: `${services.sandbox.origin}/jira/site` }),
  }),
  links: () =>
    ['browse/OPS-1', 'browse/OPS-1?focusedCommentId=10041', 'browse/OPS'].map(
      path => `${services.sandbox.origin}/jira/site/${path}`,
    ),
  events: ['OPS-1 gets a comment', 'OPS-1 moves to Done', 'OPS-1 is created'],
})

const cases: readonly Case[] = [
  jira('cloud', 'zircon-falcon-71'),
  jira('data_center', 'zircon-falcon-72'),
  {
    ...{ name: 'zoom', id: 'zoom', word: 'zircon-falcon-73' },
    ...{ entitled: ['bruno', 'zu-bruno'], strange: ['zoe', 'zu-zoe'], without: 'noor' },
    settings: () => ({ cloud: 'commercial', secretToken: 'zoom-secret-token' }),
    links: () => [`${services.sandbox.origin}/zoom/site/j/85047333470?pwd=played`],
    events: ['The loading plan starts'],
  },
  {
    ...{ name: 'surveymonkey', id: 'surveymonkey', word: 'zircon-falcon-74' },
    ...{ entitled: ['bruno', '5001'], strange: ['zoe', '5002'], without: 'noor' },
    settings: () => ({ region: 'us' }),
    links: () => [`${services.sandbox.origin}/surveymonkey/sites/r/canteen-autumn`],
    events: ['Somebody answers'],
  },
  other('dropbox', 'zircon-falcon-75', {}),
  other('box', 'zircon-falcon-76', { primaryKey: 'box-primary-key' }),
  other('sharepoint', 'zircon-falcon-77', { cloud: 'worldwide', tenant: 'organizations' }),
  other('google-drive', 'zircon-falcon-78', {}),
  other('quip', 'zircon-falcon-79', { hosting: 'cloud' }),
  other('salesforce', 'zircon-falcon-80', { login: 'production', version: '65.0' }),
  other('github', 'zircon-falcon-81', { hosting: 'cloud', secret: 'github-webhook-secret' }),
]

/** The first of a played service's people sees what the second does not; its first event tells of that. */
function other(id: string, word: string, settings: FormValues): Case {
  const played = () => services.sandbox.service(id)
  const person = (n: number): string => played().sandbox.people[n]?.id ?? ''
  return {
    ...{ name: id, id, word, without: 'noor', settings: () => settings },
    get entitled() {
      return ['bruno', person(0)] as const
    },
    get strange() {
      return ['zoe', person(1)] as const
    },
    links: () =>
      played()
        .sandbox.links(played().desk)
        .map(link => link.url),
    get events() {
      return played().sandbox.events.slice(0, 1)
    },
  }
}

describe.each(cases.map(one => [one.name, one] as const))('%s', (_, one) => {
  const { id, word, without, settings, links } = one
  const service = useService(id, database, server, services)
  const everyone = ['bruno', 'zoe', without] as const
  const streams = new Map<CastName, Stream>()

  beforeAll(async () => {
    service.played().secretWord = word
    for (const who of everyone) streams.set(who, await listen(server, who))
    const { entitled, strange, events } = one
    await service.enable(['workshop'], entitled[1], settings())
    if (service.played().sandbox.handMade) await service.hookByHand()
    await service.linkAs(...entitled)
    await service.linkAs(...strange)
    await service.route('workshop', 'checked')
    for (const url of links()) await liveWith(await service.paste('noor', 'workshop', url))
    await follow()
    const [before] = await service.notices('noor', 'workshop')
    for (const event of events) await fire(event)
    await until(async () => (await service.notices('noor', 'workshop'))[0] !== before)
    await until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
    for (const who of everyone)
      for (const notice of await service.notices(who, 'workshop')) await service.notice(who, notice)
  }, 30_000)

  /** It happens there and is told of; what is found by asking is asked for. */
  async function fire(event: string): Promise<void> {
    for (const status of await service.played().fire(event)) expect(status).toBeLessThan(300)
    await run(sql`update catch_ups set next_at = now()`)
    await catchUpWhereDue()
  }

  /** Where only what is followed is heard of, it is followed. */
  async function follow(): Promise<void> {
    const { followThing } = await import('../../contract/api/group-integrations.ts')
    for (const url of links().slice(0, 2)) {
      const subjectId = await service.paste('bruno', 'workshop', url)
      const preview = await service.preview('bruno', subjectId)
      if (preview.state === 'shown' && preview.mayFollow)
        await server.call('bruno', followThing, { params: { subjectId, linkKey: '0' } })
    }
    if (id === 'surveymonkey') await until(() => service.played().desk.hooks.size === 1)
    await until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
  }

  /** Everybody looks, in every order; some try what is not theirs. */
  async function liveWith(postId: string): Promise<void> {
    for (const who of [...everyone, ...everyone.toReversed()]) await service.preview(who, postId)
    await server.call('noor', createComment, { params: { postId }, body: { text: 'look' } })
    for (const who of everyone)
      for (const actionKey of ['create_issue', 'show_results', 'end_meeting']) {
        const params = { postId, integrationKey: id, actionKey }
        await ask(who, openAction, { params, body: { values: {}, linkKey: '0' } })
        if (actionKey === 'show_results')
          await ask(who, runAction, {
            params,
            body: { values: {}, linkKey: '0', idempotencyKey: `leak-${who}-${postId}` },
          })
      }
  }

  const answers: { who: CastName; body: string }[] = []
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

  afterAll(async () => {
    for (const stream of streams.values()) stream.end()
    await server.call('ana', removeIntegration, { params: service.params })
  })

  test('the entitled person has it', async () => {
    const found = await sweep(server, 'bruno', ['look', word])
    expect(found.length).toBeGreaterThan(100)
    const where = new Set(found.filter(({ body }) => body.includes(word)).map(({ url }) => url.split('/')[2]))
    expect([...where]).toEqual(expect.arrayContaining(['notices', 'previews']))
  }, 60_000)

  test.each(['zoe', without, 'ana', 'lucie'] as const)(
    '%s gets it nowhere',
    async who => {
      const found = await sweep(server, who, ['look', word])
      expect(found.length).toBeGreaterThan(50)
      // The search says back what was looked for; nothing else may know the word.
      const leaks = found.filter(({ url, body }) => body.includes(word) && !url.includes(word))
      expect(leaks.map(({ url }) => url)).toEqual([])
      for (const { body } of found.filter(({ url }) => url.includes(word)))
        expect(JSON.parse(body).items ?? []).toEqual([])
      expect(answers.filter(answer => answer.who === who && answer.body.includes(word))).toEqual([])
      expect(streams.get(who)?.heard() ?? '').not.toContain(word)
    },
    60_000,
  )

  test('no log, no stream and no row holds it in clear', async () => {
    expect(logged.length).toBeGreaterThan(50)
    expect(logged.filter(line => line.includes(word))).toEqual([])
    for (const [who, stream] of streams) {
      expect(stream.heard().length, `${who} heard something`).toBeGreaterThan(100)
      expect(stream.heard()).not.toContain(word)
    }
    expect(await rowsWith(word)).toEqual([])
  })

  test.each(['broken', 'busy', 'signed_out'] as const)(
    'what the service says when it is %s goes nowhere',
    async mode => {
      await run(sql`delete from link_previews`)
      service.played().mode = mode
      try {
        const post = await service.paste('noor', 'workshop', links()[0] ?? '')
        for (const who of everyone) expect(JSON.stringify(await service.preview(who, post, true))).not.toContain(word)
        for (const who of ['zoe', without] as const)
          for (const notice of await service.notices(who, 'workshop'))
            expect(JSON.stringify(await service.notice(who, notice))).not.toContain(word)
      } finally {
        service.played().mode = 'well'
      }
      expect(logged.filter(line => line.includes(word))).toEqual([])
      expect(await rowsWith(word)).toEqual([])
    },
  )
})

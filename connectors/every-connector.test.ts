/** Walks every folder beside it. A connector that passes is whole: nothing outside its folder knows of it, and nothing else has to. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readingReasons } from '../contract/reasons.ts'
import {
  type CaughtFixture,
  type EventFixture,
  expectedOf,
  fixturesOf,
  kindsTold,
  type LinkFixture,
  sandboxOf,
} from '../test/connectors/fixtures.ts'
import { expectedOn, misfortunes } from '../test/connectors/misfortunes.ts'
import {
  fixtureHookSecret,
  fixtureNow,
  fixtureSecret,
  placeFor,
  replayClient,
  settingsOf,
} from '../test/connectors/played-client.ts'
import { sentencesAsked } from '../test/connectors/sentences.ts'
import { type Listed, readCatalog } from './catalog.ts'
import {
  type Events,
  type HookProof,
  type HookRequest,
  type Links,
  type Reading,
  ServiceUnreachable,
} from './connector.ts'

const catalog = [...(await readCatalog()).values()]
const languages = ['en', 'fr'] as const

test('there are connectors to walk', () => {
  expect(catalog.length).toBeGreaterThan(1)
})

describe.each(catalog.map(listed => [listed.connector.id, listed] as const))('%s', (id, listed) => {
  const { connector } = listed
  const here = new URL(`./${id}/`, import.meta.url)
  const read = (file: string): string => readFileSync(new URL(file, here), 'utf8')

  test('says everything it may have to say, alike in both languages', () => {
    expect(Object.keys(listed.words.fr).toSorted()).toEqual(Object.keys(listed.words.en).toSorted())
    const asked = sentencesAsked(listed)
    expect(asked.filter(key => listed.words.en[key] === undefined)).toEqual([])
    const empty = languages.flatMap(language =>
      Object.entries(listed.words[language]).filter(([, text]) => !text.trim()),
    )
    expect(empty).toEqual([])
    for (const text of Object.values(listed.words.fr))
      expect(text, 'French has ’ and a space that does not break').not.toMatch(/'| [;!?:»]|« /)
  })

  test('has an icon that only draws, papers for whoever sets it up, and a word about the service', () => {
    expect(listed.icon.length).toBeLessThan(6_000)
    expect(listed.icon).toMatch(/^<svg [^>]*viewBox/)
    expect(listed.icon).not.toMatch(/<script|\son\w+=|href=|<foreignObject|javascript:/i)
    expect(read('README.md').length).toBeGreaterThan(200)
    for (const language of languages) expect(listed.setup[language].length > 0).toBe(connector.oauth !== undefined)
  })

  test('asks for what it uses', async () => {
    const asked = connector.permissions.map(permission => permission.id)
    if (connector.links) expect(asked).toContain('preview_links')
    if (connector.events) expect(asked).toContain('post_notices')
    if (connector.actions?.length || connector.picker) expect(asked).toContain('act_for_members')
    const sandbox = await sandboxOf(id)
    for (const settings of sandbox ? settingsOf(listed, sandbox) : []) {
      const addresses = connector.addresses(settings as never)
      for (const { address } of connector.leaves) expect(addresses[address], address).toBeDefined()
      for (const [name, address] of Object.entries(addresses))
        expect(address, name).toMatch(/^https:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d+)?(?:\/.*)?$/)
    }
  })

  test('reaches for nothing by itself', () => {
    const files = readdirSync(here).filter(file => /^[\w-]+\.ts$/.test(file) && !file.includes('test'))
    for (const file of files)
      expect(read(file), file).not.toMatch(
        /\bfetch\(|\bprocess\.|Date\.now\(|Math\.random\(|'node:(?!crypto)|console\./,
      )
  })

  test('says when it may be asked again, in the service’s own form where it has one', async () => {
    const busy = (await sandboxOf(id))?.busy?.(fixtureNow)
    expect(busy !== undefined, 'a form of its own is played').toBe(connector.retryAfter !== undefined)
    if (!busy) return
    const answer = { status: busy.status ?? 429, json: busy.json ?? {}, headers: busy.headers ?? {} }
    expect(connector.retryAfter?.(answer, fixtureNow)).toBeGreaterThan(0)
    const silent = { ...answer, headers: {}, json: {} }
    expect(connector.retryAfter?.(silent, fixtureNow), 'nothing was said').toBeUndefined()
    const odd = Object.fromEntries(Object.keys(answer.headers).map(name => [name, 'soon']))
    expect(connector.retryAfter?.({ ...answer, json: {}, headers: odd }, fixtureNow)).toBeUndefined()
  })

  if (connector.links) linksOf(listed, connector.links as Links<never>)
  if (connector.events) eventsOf(listed, connector.events as Events<never>)
})

function linksOf(listed: Listed, links: Links<never>): void {
  const { id } = listed.connector
  const fixtures = fixturesOf<LinkFixture>(id, 'links')

  test('shows every kind of link it knows, as it was recorded', async () => {
    const seen = new Set<string>()
    for (const { name, fixture } of fixtures) {
      const place = placeFor(listed, fixture.settings)
      const reference = links.recognise(new URL(fixture.url), place)
      expect(reference, name).toBeDefined()
      if (!reference) continue
      seen.add(reference.kind)
      const outcome = await links.preview(reference, replayClient(place, fixture.details, fixture.exchanges))
      const plain = links.plain?.(reference, place, {})
      expect(expectedOf(id, 'links', name, { outcome, ...(plain && { plain }) }), name).toEqual({
        outcome,
        ...(plain && { plain }),
      })
      const cards = [plain, 'card' in outcome ? outcome.card : undefined].filter(card => card !== undefined)
      for (const card of cards) {
        expect(links.kinds).toContain(card.kind)
        expect(card.facts.length, 'at most five facts').toBeLessThanOrEqual(6)
        expect(card.title.trim(), name).not.toBe('')
        expect(card.actions?.length ?? 0, `${name}: at most two things to do`).toBeLessThanOrEqual(2)
      }
    }
    const without = links.kinds.filter(kind => !seen.has(kind))
    expect(without, 'kinds of link without a fixture: record one').toEqual([])
  })

  test('bears every misfortune of the service', async () => {
    for (const { name, fixture } of fixtures.filter(one => one.fixture.exchanges.length > 0))
      for (const instead of misfortunes) {
        const place = placeFor(listed, fixture.settings)
        const reference = links.recognise(new URL(fixture.url), place)
        if (!reference) continue
        const outcome = await links.preview(reference, replayClient(place, fixture.details, [], instead)).catch(away)
        expect(outcome.state, `${name} on ${instead.status}`).toMatch(expectedOn[instead.status] ?? /never/)
      }
  })

  test('recognises nothing that is not its own', () => {
    const settings = fixtures.map(one => one.fixture.settings)
    const places = [...new Map(settings.map(one => [JSON.stringify(one), placeFor(listed, one)])).values()]
    expect(places.length).toBeGreaterThan(0)
    for (const place of places) {
      fc.assert(
        fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), url => {
          expect(links.recognise(new URL(url), place)).toBeUndefined()
        }),
        { numRuns: 100 },
      )
      for (const { fixture } of fixtures) {
        const url = new URL(fixture.url)
        const wild = Object.values(listed.connector.addresses(fixture.settings as never)).filter(base =>
          base.includes('*.'),
        )
        const alike = wild.map(
          base => `https://cobalt${new URL(base.replace('*.', '')).host}${url.pathname}${url.search}`,
        )
        const within = [
          `https://${url.host}.attacker.example${url.pathname}${url.search}`,
          `https://attacker.example/${url.href}`,
        ]
        for (const strange of [...alike, ...within])
          expect(links.recognise(new URL(strange), place), strange).toBeUndefined()
      }
    }
  })
}

function away(error: unknown): { state: string } {
  if (error instanceof ServiceUnreachable) return { state: 'unreachable' }
  throw error
}

function eventsOf(listed: Listed, events: Events<never>): void {
  const { id } = listed.connector
  const fixtures = fixturesOf<EventFixture>(id, 'events')
  const requestOf = ({ headers, body }: EventFixture): HookRequest => ({
    method: 'POST',
    query: {},
    headers,
    body: Buffer.from(body),
  })
  const proofOf = ({ settings, details }: EventFixture): HookProof<never> => ({
    settings: settings as never,
    clientSecret: fixtureSecret,
    secrets: [fixtureHookSecret],
    details,
    now: fixtureNow,
  })

  test('hears in one way, and by hand only where its played service is set up by hand', async () => {
    const ways = [events.subscribe ?? events.follow, events.byHand].filter(way => way !== undefined)
    expect(ways.length, 'registered by us, by hand, or else asked').toBe(ways.length === 0 && events.catchUp ? 0 : 1)
    if (events.byHand) expect((await sandboxOf(id))?.handMade).toBeDefined()
  })

  test('reads every event as it was recorded, in both languages', () => {
    // A service that tells nobody has to be asked.
    if (!events.catchUp) expect(fixtures.length).toBeGreaterThan(0)
    const told = new Set<string>()
    for (const { name, fixture } of fixtures) {
      const reading = events.read(requestOf(fixture), placeFor(listed, fixture.settings))
      const said = sayReading(listed, reading)
      expect(expectedOf(id, 'events', name, { reading, ...said }), name).toEqual({ reading, ...said })
      for (const kind of checkedKinds(events, reading)) told.add(kind)
    }
    // What a service that only says “something changed” turns into is proved where it is caught up with.
    if (!events.catchUp) expect(told.size, 'no event of it was ever a notice').toBeGreaterThan(0)
  })

  test('finds out by asking what it was not told', async () => {
    for (const { name, fixture } of fixturesOf<CaughtFixture>(id, 'caught')) {
      const client = replayClient(placeFor(listed, fixture.settings), fixture.details, fixture.exchanges)
      const page = await events.catchUp?.next(client, fixture.cursor, fixture.followed)
      const found = (page?.readings ?? []).map(reading => ({ reading, ...sayReading(listed, reading) }))
      expect(expectedOf(id, 'caught', name, found), name).toEqual(found)
      for (const { reading } of found) checkedKinds(events, reading)
    }
  })

  test('tells of every kind it declares, and there is a recording of each', () => {
    expect([...kindsTold(id)].toSorted()).toEqual([...events.kinds].toSorted())
  })

  test('believes the service, and nobody else', () => {
    for (const { name, fixture } of fixtures) {
      const request = requestOf(fixture)
      const proof = proofOf(fixture)
      expect(events.verify(request, proof), name).toBe(true)
      expect(events.verify({ ...request, headers: {}, body: Buffer.from('{}') }, proof), name).toBe(false)
      const others = {
        ...proof,
        clientSecret: 'another',
        secrets: ['another'],
        details: {},
        settings: othersOf(fixture) as never,
      }
      expect(events.verify(request, others), `${name} with another's secrets`).toBe(false)
    }
  })

  test('reading, proving and naming are total', () => {
    const [first] = fixtures
    if (!first) return
    const place = placeFor(listed, first.fixture.settings)
    const odd = fc.record({
      body: fc.oneof(fc.string(), fc.json(), fc.constant(first.fixture.body.slice(0, -7))),
      method: fc.constantFrom('POST', 'GET', 'HEAD'),
      query: fc.dictionary(fc.constantFrom('challenge', 'validationToken', 'x'), fc.string()),
    })
    fc.assert(
      fc.property(odd, ({ body, method, query }) => {
        const request: HookRequest = { method, query, headers: first.fixture.headers, body: Buffer.from(body) }
        expect(() => checkedKinds(events, events.read(request, place))).not.toThrow()
        expect(() => events.deliveryKey(request)).not.toThrow()
        expect(() => events.verify(request, proofOf(first.fixture))).not.toThrow()
        expect(() => events.handshake?.(request, proofOf(first.fixture))).not.toThrow()
        expect(() => events.sift?.(request, proofOf(first.fixture))).not.toThrow()
        expect(() => events.isStray?.(request, new Set())).not.toThrow()
      }),
      { numRuns: 200 },
    )
  })

  test('no word of a body, and no value of another kind in its place, makes reading or naming fail', () => {
    for (const { name, fixture } of fixtures) {
      const place = placeFor(listed, fixture.settings)
      for (const body of spoilt(fixture.body)) {
        const request: HookRequest = { ...requestOf(fixture), body: Buffer.from(body) }
        expect(() => checkedKinds(events, events.read(request, place)), `${name}: ${body}`).not.toThrow()
        expect(() => events.deliveryKey(request), `${name}: ${body}`).not.toThrow()
      }
    }
  })
}

/** What every object has under these names is nothing of ours. */
const strange = ['__proto__', 'constructor', null, [null]]

/** The body with each of its values, one at a time, replaced by each of these. */
function spoilt(body: string): string[] {
  const whole: unknown = body.startsWith('{') ? JSON.parse(body) : undefined
  const places: string[][] = []
  const walk = (value: unknown, path: string[]): void => {
    if (path.length > 0) places.push(path)
    if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name])
  }
  walk(whole, [])
  return places.flatMap(path => strange.map(value => JSON.stringify(withAt(whole, path, value))))
}

function withAt(whole: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy: Record<string, unknown> = Array.isArray(whole) ? Object.assign([], whole) : { ...Object(whole) }
  copy[name] = rest.length > 0 ? withAt(copy[name], rest, value) : value
  return copy
}

const othersOf = ({ settings }: EventFixture): object =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' && /ecret|oken|key/i.test(name) ? `${value}x` : value,
    ]),
  )

/** Kinds of the notices in a reading, each of which is as it has to be; and where there is none, a reason that has its sentence. */
function checkedKinds(events: Events<never>, reading: Reading): string[] {
  if (reading.is === 'several') return reading.readings.flatMap(one => checkedKinds(events, one.reading))
  if ('reason' in reading) expect(readingReasons).toContain(reading.reason)
  if (reading.is !== 'notice') return []
  const { notice } = reading
  expect(events.kinds).toContain(notice.event)
  expect(notice.facts.length, 'at most four facts').toBeLessThanOrEqual(4)
  for (const property of Object.keys(notice.properties)) expect(events.filters).toContain(property)
  return [notice.event]
}

function sayReading({ words }: Listed, reading: Reading): { en?: string; fr?: string } {
  if (reading.is !== 'notice') return {}
  const sentence = (language: 'en' | 'fr') => words[language][`notice.${reading.notice.key}`] ?? ''
  return { en: sentence('en'), fr: sentence('fr') }
}

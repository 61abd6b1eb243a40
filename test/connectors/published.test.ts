/**
 * Answers that vendors and others published, given to every reader of the connector they are of: whatever comes, a card, a list, or an outcome that has a
 * name, and never a fault. Those that a connector names in its calls.ts are what it shows.
 */
import Value from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { Published } from '../../connectors/calls.ts'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import {
  type Answer,
  type Client,
  type Events,
  type Links,
  type Picker,
  type Reference,
  ServiceRefused,
  ServiceUnreachable,
} from '../../connectors/connector.ts'
import type { Sandbox } from '../../connectors/sandbox.ts'
import { Card } from '../../contract/preview.ts'
import { callsOf } from './calls.ts'
import { sandboxOf } from './fixtures.ts'
import { deskFor, detailsOf, fixtureNow, placeFor, settingsOf } from './played-client.ts'
import { answersIn, type Given, publishedFor } from './published.ts'

const catalog = [...(await readCatalog()).values()]
const states = ['shown', 'limited', 'account_needed', 'not_yours', 'gone', 'unreachable']
/** More calls than this for one card or one list go round in a circle. */
const mostCalls = 200

describe.each(catalog.map(listed => [listed.connector.id, listed] as const))('%s', (id, listed) => {
  const files = publishedFor(id)

  test.skipIf(files.length === 0)('shows what is in the answers it names, each of its own app', async () => {
    const { published = [] } = await callsOf(id)
    expect(published.length, 'connectors/<id>/calls.ts names what it reads in them').toBeGreaterThan(0)
    const [settings] = await choices(listed)
    for (const one of published) {
      expect(files).toContain(one.file)
      const [given] = answersIn(id, one)
      if (!given) throw new Error(`${one.file} is empty`)
      expect(await seen(listed, await clientOf(listed, settings, given, one.to), one), one.file).toEqual(one.sees)
    }
  })

  test.skipIf(files.length === 0)('bears every answer at every place', async () => {
    for (const settings of await choices(listed))
      for (const file of files)
        for (const given of answersIn(id, { file })) {
          const client = await clientOf(listed, settings, given)
          for (const [what, outcome] of await everyOutcome(listed, client))
            expect(states, `${file} at ${what}: ${outcome}`).toContain(outcome)
        }
  })
})

async function sandboxFor({ connector }: Listed): Promise<Sandbox> {
  const sandbox = await sandboxOf(connector.id)
  if (!sandbox) throw new Error(`${connector.id} has no sandbox`)
  return sandbox
}

const choices = async (listed: Listed) => settingsOf(listed, await sandboxFor(listed))

/** An account that has everything its sign-in tells; each call is answered so, as the real client passes it on. */
async function clientOf(
  listed: Listed,
  settings: Awaited<ReturnType<typeof choices>>[number] = {},
  given: Given,
  to = /^/,
): Promise<Client<never>> {
  const place = placeFor(listed, settings)
  const sandbox = await sandboxFor(listed)
  const [person] = sandbox.people
  const oauth = listed.connector.oauth?.(settings as never)
  const { details = {} } = oauth && person ? await detailsOf(oauth, place, sandbox, deskFor(place), person) : {}
  let calls = 0
  return {
    ...place,
    ...{ details, memory: new Map(), now: () => fixtureNow },
    async call(call) {
      if (++calls > mostCalls) throw new Error(`it goes round: ${call.path}`)
      const { status, json } = to.test(call.path) ? given : { status: 404, json: {} }
      if (status === 429 || status >= 500) throw new ServiceUnreachable(`HTTP ${status}`)
      const text = JSON.stringify(json)
      return { status, headers: {}, bytes: Buffer.from(text), json, text } satisfies Answer
    },
  }
}

async function seen({ connector }: Listed, client: Client<never>, { link, view }: Published): Promise<unknown> {
  if (link) {
    const links = connector.links as Links<never> | undefined
    const reference = links?.recognise(new URL(link), client)
    const outcome = reference && (await links?.preview(reference, client))
    return outcome && 'card' in outcome ? outcome.card.title : outcome
  }
  const picker = connector.picker as Picker<never> | undefined
  const page = view && (await picker?.list(client, { view, ...(view === 'search' && { text: 'plan' }) }))
  return page?.items[0]?.name
}

/** How each reader of a connector takes what the client is answered, under its name. */
async function everyOutcome({ connector }: Listed, client: Client<never>): Promise<[string, string][]> {
  const links = connector.links as Links<never> | undefined
  const picker = connector.picker as Picker<never> | undefined
  const events = connector.events as Events<never> | undefined
  const sandbox = await sandboxOf(connector.id)
  const references = (sandbox?.links(deskFor(client)) ?? []).flatMap(
    ({ url }) => links?.recognise(new URL(url), client) ?? [],
  )
  const readers: [string, () => unknown][] = [
    ...[...new Map(references.map(one => [one.kind, one])).values()].flatMap(one => readersOf(one)),
    ...(picker?.views ?? []).flatMap((view): [string, () => unknown][] => [
      [view, () => picker?.list(client, { view, ...(view === 'search' && { text: 'plan' }) })],
    ]),
    ...(picker ? [['attach', () => picker.attach(client, 'x 1 2', picker.sharing[0])] as [string, () => unknown]] : []),
    ['catch up', async () => events?.catchUp?.next(client, await events.catchUp.start(client), ['x'])],
  ]
  function readersOf(reference: Reference): [string, () => unknown][] {
    const { kind } = reference
    const asked: [string, () => unknown][] = [[kind, () => links?.preview(reference, client)]]
    if (links?.access?.kinds.includes(kind))
      asked.push([`who opens ${kind}`, () => links.access?.who(reference, client, ['noor@cobalt.example'])])
    if (events?.followed?.includes(kind)) asked.push([`name of ${kind}`, () => events.itemOf?.(reference, client)])
    return asked
  }
  return Promise.all(readers.map(async ([name, read]) => [name, await outcomeOf(read)] as [string, string]))
}

/** The name of the outcome; a fault has none of those there are. */
async function outcomeOf(read: () => unknown): Promise<string> {
  try {
    const found = (await read()) as { state?: string; card?: Card } | undefined
    if (found?.card && (!Value.Check(Card, found.card) || !found.card.title.trim())) return 'no whole card'
    return found?.state ?? 'shown'
  } catch (error) {
    if (error instanceof ServiceRefused || error instanceof ServiceUnreachable) return 'unreachable'
    return String(error)
  }
}

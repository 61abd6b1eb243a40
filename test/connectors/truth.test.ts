/**
 * Every call a connector makes, as its service describes it: what it does against its played service is heard, and each call is checked against the
 * vendor's description where a valid one is published, else against what the folder's calls.ts says. `npm run check:connectors`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import { callsOf, headerProblem, problemWith } from './calls.ts'
import { descriptionIsThere, sharedFixtures, validator } from './described.ts'
import { exercise } from './exercise.ts'
import { fixturesOf, kindsTold, type LinkFixture, sandboxOf } from './fixtures.ts'
import { misfortunes } from './misfortunes.ts'
import { type Exchange, type Settings, settingsOf } from './played-client.ts'

const table: Record<string, unknown>[] = []

const cases = await Promise.all(
  [...(await readCatalog())].map(async ([id, listed]) => ({ id, listed, ...(await callsOf(id)) })),
)

describe.each(cases)('$id', ({ id, listed, described, known }) => {
  /** Without the vendor's description nothing says whether its calls are right: the case is skipped, by name. */
  const absent = described && !descriptionIsThere(described.file) ? described.file : undefined
  const needing = absent ? ` (skipped: ${absent} is not among the shared fixtures)` : ''
  test.skipIf(absent)(`calls its service as the service describes it${needing}`, async () => {
    const sandbox = await sandboxOf(id)
    if (!sandbox) throw new Error(`${id} has no sandbox.ts, so nothing proves its calls`)
    const calls = await callsOf(id)
    const check = described && validator(described)
    const misled: string[] = []
    let [byVendor, byHand] = [0, 0]
    const wrong = new Set<string>()
    for (const settings of settingsOf(listed, sandbox)) {
      const played = await exercise(listed, sandbox, settings)
      misled.push(...hostsNeverCalled(listed, settings, played))
      for (const heard of played) {
        const { call } = heard
        const said = check ? check(heard) : 'undescribed'
        const problem =
          said === 'undescribed'
            ? (problemWith(known, call) ?? headerProblem(calls, heard))
            : (said.problem ?? headerProblem(calls, heard, said.headers))
        if (said === 'undescribed') byHand++
        else byVendor++
        if (problem) wrong.add(`${call.method} ${call.address}${call.path}: ${problem}`)
      }
    }
    expect([...wrong]).toEqual([])
    expect(misled).toEqual([])
    const { links, events, actions, picker } = listed.connector
    const [told, own] = [kindsTold(id), sandbox.busy ? 1 : 0]
    table.push({
      app: id,
      'links recorded': fixturesOf(id, 'links').length,
      'links shared, ours and not': sharedLinks(id),
      'preview kinds': links?.kinds.length ?? 0,
      misfortunes: recordedCalls(id) * misfortunes.length + own,
      'event kinds told': `${told.size} of ${events?.kinds.length ?? 0}`,
      'event fixtures': fixturesOf(id, 'events').length + fixturesOf(id, 'caught').length + sharedPayloads(id),
      actions: actions?.length ?? 0,
      'picker views': picker?.views.length ?? 0,
      'calls checked by the vendor’s description': byVendor,
      'by ours': byHand,
    })
  })
})

/** Links whose preview calls the service: each is shown again with every misfortune. */
const recordedCalls = (id: string): number =>
  fixturesOf<LinkFixture>(id, 'links').filter(({ fixture }) => fixture.exchanges.length > 0).length

function sharedLinks(id: string): string {
  const file = `${sharedFixtures}/${id}/links.json`
  if (!existsSync(file)) return '–'
  const { match, noMatch } = JSON.parse(readFileSync(file, 'utf8'))
  return `${match.length} + ${noMatch.length}`
}

/** What the consent screen says things are sent to must be called: its host, or one that the same pattern covers. */
function hostsNeverCalled({ connector }: Listed, settings: Settings, heard: readonly Exchange[]): string[] {
  const addresses = connector.addresses(settings as never)
  const hostOf = (name: string): string => new URL((addresses[name] ?? '').replace('*.', 'any.')).host
  const called = [...new Set(heard.map(({ call }) => call.address))]
  const covers = (pattern: string, host: string): boolean =>
    (addresses[pattern] ?? '').includes('*.') && host.endsWith(hostOf(pattern).slice('any'.length))
  return connector.leaves
    .filter(({ address }) => !called.some(name => hostOf(name) === hostOf(address) || covers(name, hostOf(address))))
    .map(({ id, address }) => `${id}: ${addresses[address]}`)
}

function sharedPayloads(id: string): number {
  return ['webhooks', 'events'].reduce((sum, name) => {
    const folder = `${sharedFixtures}/${id}/${name}/`
    return sum + (existsSync(folder) ? readdirSync(folder).length : 0)
  }, 0)
}

afterAll(() => console.table(table))

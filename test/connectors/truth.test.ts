/**
 * Every call a connector makes, as its service describes it: what it does against its played service is heard, and each call is checked against the
 * vendor's description where a valid one is published, else against what the folder's calls.ts says. `npm run check:connectors`.
 */
import { existsSync, readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import { callsOf, problemWith } from './calls.ts'
import { descriptionIsThere, sharedFixtures, validator } from './described.ts'
import { exercise } from './exercise.ts'
import { fixturesOf, sandboxOf } from './fixtures.ts'
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
    const check = described && validator(described)
    const misled: string[] = []
    let [byVendor, byHand] = [0, 0]
    const wrong = new Set<string>()
    for (const settings of settingsOf(listed, sandbox)) {
      const heard = await exercise(listed, sandbox, settings)
      misled.push(...hostsNeverCalled(listed, settings, heard))
      for (const { call } of heard) {
        const said = check ? check(call) : 'undescribed'
        const problem = said === 'undescribed' ? problemWith(known, call) : said
        if (said === 'undescribed') byHand++
        else byVendor++
        if (problem) wrong.add(`${call.method} ${call.address}${call.path}: ${problem}`)
      }
    }
    expect([...wrong]).toEqual([])
    expect(misled).toEqual([])
    const { links, events, actions, picker } = listed.connector
    table.push({
      app: id,
      links: `${fixturesOf(id, 'links').length}${existsSync(`${sharedFixtures}/${id}/links.json`) ? ' + shared' : ''}`,
      previews: links?.kinds.length ?? 0,
      misfortunes: 6,
      events: events?.kinds.length ?? 0,
      'event fixtures': fixturesOf(id, 'events').length + sharedPayloads(id),
      actions: (actions?.length ?? 0) + (picker ? 1 : 0),
      'calls checked by the vendor’s description': byVendor,
      'by ours': byHand,
    })
  })
})

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

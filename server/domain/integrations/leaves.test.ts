/** What leaves is said with the host it is really sent to, before anything is enabled and while the settings are still being filled in. */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { enableIntegration, foreseeLeaves, getIntegration } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { openCatalog } from './catalog.ts'

const database = useDatabase()
const server = useServer(database)
const params = { integrationKey: 'jira' }
const hosts = async (settings: FormValues, integrationKey = 'jira') => [
  ...new Set(
    (await server.call('ana', foreseeLeaves, { params: { integrationKey }, body: { settings } })).leaves.map(
      leaf => leaf.host,
    ),
  ),
]

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
})

test('the first choice is the service’s own gateway, not the pattern its pages are known by', async () => {
  const { leaves } = await server.call('ana', getIntegration, { params })
  expect(leaves.map(leaf => leaf.host)).toEqual(['api.atlassian.com', 'api.atlassian.com'])
  expect(await hosts({})).toEqual(['api.atlassian.com'])
})

test('a server of one’s own is named as soon as its address is, and nothing else in the meantime', async () => {
  const own = (siteUrl?: string): FormValues => ({
    deployment: 'data_center',
    ...(siteUrl !== undefined && { siteUrl }),
  })
  for (const settings of [own(), own(''), own('not an address')]) expect(await hosts(settings)).toEqual([null])
  expect(await hosts(own('https://jira.cobalt.example/context'))).toEqual(['jira.cobalt.example'])
  for (const [id, choice] of [
    ['github', { hosting: 'server' }],
    ['github', { hosting: 'residency' }],
    ['quip', { hosting: 'dedicated' }],
  ] as const)
    expect(await hosts(choice, id), `${id} ${JSON.stringify(choice)}`).toEqual([null])
  // What was typed for another choice does not apply.
  expect(await hosts({ deployment: 'cloud', siteUrl: 'https://jira.cobalt.example' })).toEqual(['api.atlassian.com'])
})

test('whether anybody’s account would be left behind is asked of what is installed, not of what could be', async () => {
  const elsewhere = async (settings: FormValues) =>
    (await server.call('ana', foreseeLeaves, { params, body: { settings } })).elsewhere
  const own: FormValues = { deployment: 'data_center', siteUrl: 'https://jira.cobalt.example' }
  expect(await elsewhere(own)).toBe(false)
  const scope = { everyone: true as const }
  const body = { permissions: ['preview_links'], scope, settings: {}, clientId: 'client', clientSecret: 'a-secret' }
  await server.call('ana', enableIntegration, { params, body })
  expect(await elsewhere({})).toBe(false)
  expect(await elsewhere({ deployment: 'data_center' })).toBe(false)
  expect(await elsewhere(own)).toBe(true)
})

test('no secret is needed to say it, and only administrators ask', async () => {
  expect(await hosts({}, 'hello')).toEqual(['hello.example'])
  const refused = await server.refused('noor', foreseeLeaves, { params, body: { settings: {} } })
  expect(refused.code).toBe('forbidden')
})

/** A secret that was filled in is kept, said to be there, never shown, and need not be typed again. */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { changeSettings, enableIntegration, getIntegration } from '../../../contract/api/integrations.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { openCatalog } from './catalog.ts'
import { wholeSettings } from './credentials.ts'
import { installationOf } from './installations.sql.ts'

const database = useDatabase()
const server = useServer(database)
const params = { integrationKey: 'hello' }
const secret = 'a secret of hello'
const field = async () => (await server.call('ana', getIntegration, { params })).admin?.settings[0]
const kept = async () => {
  const row = await installationOf(database.cast.communityId, 'hello')
  return row && wholeSettings(row)
}

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
})

test('before it is given it is asked for; after that the form says it is kept, and no more', async () => {
  expect(await field()).toMatchObject({ name: 'secret', kind: 'secret', required: true })
  await server.call('ana', enableIntegration, {
    params,
    body: { permissions: ['preview_links'], scope: { everyone: true }, settings: { secret } },
  })
  expect(await field()).toMatchObject({ required: false, hint: 'A secret is kept. Leave this empty to keep it.' })
  expect(JSON.stringify(await server.call('ana', getIntegration, { params }))).not.toContain(secret)
})

test.each([{}, { secret: '' }])('left empty (%j) it stays, and another one takes its place', async settings => {
  await server.call('ana', changeSettings, { params, body: { settings } })
  expect(await kept()).toEqual({ secret })
  await server.call('ana', changeSettings, { params, body: { settings: { secret: 'another' } } })
  expect(await kept()).toEqual({ secret: 'another' })
  await server.call('ana', changeSettings, { params, body: { settings: { secret } } })
})

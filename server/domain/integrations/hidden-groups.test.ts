/** A right over integrations opens no secret group: neither its name nor that it is there (design.md rule 7). */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { listAudit } from '../../../contract/api/audit.ts'
import { changeDetails, createCustomIntegration } from '../../../contract/api/custom-integrations.ts'
import * as integrations from '../../../contract/api/integrations.ts'
import { type CastGroupName, type CastName, groups } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { rows, sql } from '../../platform/db.ts'
import { openCatalog } from './catalog.ts'

const database = useDatabase()
const server = useServer(database)
const params = { integrationKey: 'hello' }
const group = (name: CastGroupName): string => database.cast.groups[name]
const secret = groups.board.name
const consent = (...ids: string[]) => ({
  permissions: ['preview_links', 'post_notices'],
  scope: { everyone: false as const, groupIds: ids },
})
const enable = (...ids: string[]) => ({
  params,
  body: { ...consent(...ids), settings: { secret: 'a secret of hello' } },
})
const change = (who: CastName, ...ids: string[]) =>
  server.call(who, integrations.changeGrant, { params, body: consent(...ids) })
const granted = async (): Promise<string[]> =>
  (
    await rows<{ id: string }>(sql`
      select x.group_id as id from grant_groups x join grants r on r.id = x.grant_id and r.superseded_at is null order by 1`)
  ).map(row => row.id)

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
})

test('an administrator who is not in a secret group finds it as little as one that is not there', async () => {
  const ask = (id: string) => server.refused('theo', integrations.enableIntegration, enable(group('workshop'), id))
  const [hidden, missing] = [await ask(group('board')), await ask('999999999999')]
  expect([hidden.status, hidden.code]).toEqual([404, 'not_found'])
  const words = (body: string): string => body.replace(/"traceId".*/, '')
  expect(words(hidden.body)).toBe(words(missing.body))
  expect(await granted()).toEqual([])
})

test('who is in it chooses it; to others it is one group they do not see, on every page', async () => {
  await server.call('ana', integrations.enableIntegration, enable(group('workshop'), group('board')))
  const [ana, theo] = await Promise.all([
    server.call('ana', integrations.getIntegration, { params }),
    server.call('theo', integrations.getIntegration, { params }),
  ])
  expect(ana.installation).toMatchObject({
    hiddenGroups: 0,
    groups: [{ name: secret }, { name: groups.workshop.name }],
  })
  expect(theo.installation).toMatchObject({ hiddenGroups: 1, groups: [{ name: groups.workshop.name }] })
  expect(theo.groupCount).toBe(2)
  expect(JSON.stringify(theo)).not.toContain(secret)
})

test('it stays when somebody who does not see it saves, also with no group of their own', async () => {
  await change('theo', group('everyone'))
  expect(await granted()).toEqual([group('everyone'), group('board')].sort((a, b) => Number(a) - Number(b)))
  await change('theo')
  expect(await granted()).toEqual([group('board')])
  await change('ana', group('workshop'))
  expect(await granted()).toEqual([group('workshop')])
  const refused = await server.refused('theo', integrations.changeGrant, { params, body: consent() })
  expect(refused.code).toBe('groups_needed')
})

test('who did what says the same to each: its id to those in it, to others that there was one', async () => {
  const read = async (who: CastName) => (await server.call(who, integrations.listIntegrationAudit, { params })).items
  const [ana, theo] = await Promise.all([read('ana'), read('theo')])
  expect(theo.map(row => row.sentence).length).toBe(ana.length)
  expect(JSON.stringify(ana)).toContain(`\\"${group('board')}\\"`)
  expect(JSON.stringify(theo)).not.toContain(group('board'))
  expect(theo.filter(row => row.after?.includes('"hiddenGroups":1'))).toHaveLength(3)
})

test('nor does it say which group answers for an integration', async () => {
  const made = await server.call('ana', createCustomIntegration, {
    body: { name: 'Of the board', description: '', permissions: [], scope: { everyone: true } },
  })
  const of = { params: { integrationKey: made.id } }
  const owner = { groupId: group('board') }
  await server.call('ana', changeDetails, {
    ...of,
    body: { name: 'Of the board', description: '', discoverable: true, owner },
  })
  const [ana, theo] = await Promise.all(
    (['ana', 'theo'] as const).map(async who =>
      JSON.stringify([
        await server.call(who, integrations.listIntegrationAudit, of),
        await server.call(who, listAudit),
      ]),
    ),
  )
  expect(ana).toContain(group('board'))
  expect(theo).not.toContain(group('board'))
  expect(theo).toContain('hiddenGroups')
})

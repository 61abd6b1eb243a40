/** A right over integrations opens no secret group: neither its name nor that it is there (design.md rule 7). */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { listAudit } from '../../../contract/api/audit.ts'
import { changeDetails, createCustomIntegration } from '../../../contract/api/custom-integrations.ts'
import * as integrations from '../../../contract/api/integrations.ts'
import { getOverseen, listOverseen } from '../../../contract/api/oversight.ts'
import type { NewOwner } from '../../../contract/api/program.ts'
import { type CastGroupName, type CastName, groups } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { regrant, seen } from '../../../test/harness/seen.ts'
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
const change = (who: CastName, ...ids: string[]) => regrant(server, who, params, consent(...ids))
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
  const { revision = '' } = await seen(server, 'theo', params)
  const refused = await server.refused('theo', integrations.changeGrant, { params, body: { ...consent(), revision } })
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

test('who answers for a service’s integration: named by administrators, shown on every page, hidden where the group is', async () => {
  const name = (who: CastName, owner: NewOwner | null) => ({ who, shape: { params, body: { owner } } }) as const
  const put = async ({ who, shape }: ReturnType<typeof name>) =>
    (await server.call(who, integrations.changeOwner, shape)).installation?.owner
  const refused = async ({ who, shape }: ReturnType<typeof name>) =>
    (await server.refused(who, integrations.changeOwner, shape)).code
  const row = async (who: CastName, owner?: string) =>
    (await server.call(who, listOverseen, { query: owner ? { owner } : {} })).items.find(one => one.id === 'hello')
  expect((await row('ana'))?.owner).toBeNull()
  const board = { kind: 'group', groupId: group('board') }
  expect(await put(name('ana', { groupId: group('board') }))).toEqual({ ...board, name: secret })
  expect((await row('ana', group('board')))?.owner).toEqual({ ...board, name: secret })
  const seenByTheo = [
    await server.call('theo', integrations.getIntegration, { params }),
    await row('theo'),
    await server.call('theo', getOverseen, { params }),
    await server.call('theo', integrations.listIntegrationAudit, { params }),
  ]
  expect(seenByTheo[0]).toMatchObject({ installation: { owner: { kind: 'hidden' } } })
  expect(seenByTheo[1]).toMatchObject({ owner: { kind: 'hidden' } })
  for (const word of [secret, group('board')]) expect(JSON.stringify(seenByTheo)).not.toContain(word)
  expect(await row('theo', group('board'))).toBeUndefined()
  // It may stay what somebody does not see, unnamed; named, it is as little a group as any that is not there.
  expect(await refused(name('theo', { groupId: group('board') }))).toBe('not_found')
  expect(await put(name('theo', { kept: true }))).toEqual({ kind: 'hidden' })
  expect((await row('ana'))?.owner).toEqual({ ...board, name: secret })
  expect(await put(name('theo', { role: 'account_manager' }))).toEqual({ kind: 'role', role: 'account_manager' })
  expect((await row('ana', 'account_manager'))?.owner).toEqual({ kind: 'role', role: 'account_manager' })
  expect(await row('ana', group('board'))).toBeUndefined()
  expect(await refused(name('theo', { groupId: group('board') }))).toBe('not_found')
  expect(await refused(name('ana', { groupId: '999999999999' }))).toBe('not_found')
  expect(await refused(name('ana', { role: 'member' }))).toBe('bad_input')
  expect(await refused(name('noor', null))).toBe('forbidden')
  expect(await put(name('ana', null))).toBeNull()
  expect((await row('ana'))?.owner).toBeNull()
  const { items } = await server.call('ana', integrations.listIntegrationAudit, { params })
  expect(items.slice(0, 3).map(one => [one.before, one.after])).toEqual([
    ['{"owner":"account_manager"}', '{"owner":null}'],
    [`{"owner":"${group('board')}"}`, '{"owner":"account_manager"}'],
    ['{"owner":null}', `{"owner":"${group('board')}"}`],
  ])
})

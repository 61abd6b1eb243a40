/** What an administrator sees of every integration, changes in one place, and takes back; and what others do not. */
import { expect, test } from 'vitest'
import * as contract from '../../../contract/api/oversight.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { usePrograms } from '../../../test/harness/program.ts'
import { useServer } from '../../../test/harness/server.ts'
import { moveClock } from '../../platform/clock.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { endWhatEnds } from '../integrations/end-what-ends.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

const list = (
  query: Parameters<typeof server.call<typeof contract.listOverseen>>[2] extends infer S
    ? S extends { query?: infer Q }
      ? Q
      : never
    : never = {},
) => server.call('ana', contract.listOverseen, { query })
const detail = (id: string) => server.call('ana', contract.getOverseen, { params: { integrationKey: id } })
const make = async (ids: readonly string[], change: contract.Change) => {
  const seen = await server.call('ana', contract.foreseeChange, { body: { integrationKeys: [...ids], change } })
  const items = seen.items.map(({ id, revision }) => ({ id, revision }))
  return { seen, made: await server.call('ana', contract.makeChange, { body: { items, change } }) }
}
const undo = (changeId: string) => server.call('ana', contract.undoChange, { params: { changeId } })

test('a scripted program is reported exactly, trimmed to what it used, refused one call more, and given back', async () => {
  const program = await programs.make(
    ['read_content', 'read_members', 'manage_content', 'read_email', 'manage_groups'],
    ['operations'],
    'Scripted',
  )
  const group = database.cast.groups.operations
  const script = async () => {
    const answers = [
      await programs.graph(`/${group}/feed`, program),
      await programs.graph(`/${group}/feed?fields=message,comments{can_like}`, program),
      await programs.graph(`/${group}/members`, program),
      await programs.graph(`/${group}/feed`, { ...program, method: 'POST', payload: { message: 'Scripted.' } }),
      await programs.graph('/community', program),
    ]
    return answers.map(answer => answer.status)
  }
  expect(await script()).toEqual([200, 200, 200, 200, 200])
  // What is refused uses nothing: a group beyond its scope, and an edge it has no permission for.
  expect((await programs.graph(`/${database.cast.groups.workshop}/members`, program)).status).toBeGreaterThanOrEqual(
    400,
  )
  const begun = Date.now()
  const report = await until(async () => {
    const found = await detail(program.appId)
    return found.row.calls === 6 && found
  })
  expect(Date.now() - begun).toBeLessThan(5_000)
  const uses = Object.fromEntries(report.permissions.filter(one => one.granted).map(one => [one.id, one.uses]))
  expect(uses).toEqual({ read_content: 2, read_members: 1, manage_content: 1, read_email: 0, manage_groups: 0 })
  expect(report.row).toMatchObject({ calls: 6, errors: 1, permissions: { granted: 5, used: 3, stale: 0, never: 2 } })
  const { bytes } = await one<{ bytes: number }>(
    sql`select sum(bytes)::int as bytes from api_log where installation_id = ${program.installationId}`,
  )
  expect(report.row.bytes).toBe(bytes)

  const { seen, made } = await make([program.appId], { kind: 'trim' })
  expect(seen).toMatchObject({ count: 1, stops: { permissions: 2, uses: 0, groups: 0 }, starts: { permissions: 0 } })
  expect(made).toMatchObject({ changed: 1, skipped: 0 })
  expect(await script()).toEqual([200, 200, 200, 200, 200])
  const rename = () => programs.graph(`/${group}`, { ...program, method: 'POST', payload: { description: 'Ours' } })
  expect((await rename()).status).toBeGreaterThanOrEqual(400)
  expect(await undo(made.changeId)).toMatchObject({ changed: 1 })
  expect((await rename()).status).toBe(200)
  expect(await server.refused('ana', contract.undoChange, { params: { changeId: made.changeId } })).toMatchObject({
    code: 'nothing_to_undo',
  })
}, 60_000)

test('two administrators at once: the second one is told, and nothing of theirs is saved', async () => {
  const program = await programs.make(['read_content', 'mention'], ['operations', 'workshop'], 'Contested')
  const item = { id: program.appId, revision: (await detail(program.appId)).row.revision }
  const change = (permissions: string[]) => ({ items: [item], change: { kind: 'take' as const, permissions } })
  const answers = await Promise.all(
    (['ana', 'theo'] as const).map(async who => {
      const body = change([who === 'ana' ? 'mention' : 'read_content'])
      const answer = await server.app.inject({
        method: 'POST',
        url: '/api/permissions-data/changes',
        headers: { origin: 'http://passerelle.test', cookie: await server.cookie(who) },
        payload: body,
      })
      return answer.statusCode
    }),
  )
  expect(answers.sort()).toEqual([200, 409])
  const { permissions, changes } = await detail(program.appId)
  expect(permissions.filter(one => one.granted)).toHaveLength(1)
  expect(changes).toMatchObject([{ kind: 'take', count: 1, undo: 'yes' }])
  // What somebody changed since is theirs: the earlier change is not taken back over it.
  await make([program.appId], { kind: 'groups', add: [], remove: [database.cast.groups.workshop] })
  expect(
    await server.refused('ana', contract.undoChange, { params: { changeId: changes[0]?.id ?? '' } }),
  ).toMatchObject({ code: 'nothing_to_undo' })
})

test('many at once have one summary and one undo, and say what stays as it is', async () => {
  const [all, some, last] = [
    await programs.make(['read_content'], 'all', 'Bulk all'),
    await programs.make(['read_content'], ['operations', 'workshop'], 'Bulk some'),
    await programs.make(['read_content'], ['workshop'], 'Bulk last'),
  ]
  const ids = [all, some, last].map(one => one.appId)
  const remove = { kind: 'groups' as const, add: [], remove: [database.cast.groups.workshop] }
  const { seen, made } = await make(ids, remove)
  expect(seen).toMatchObject({ count: 1, stops: { groups: 1 } })
  expect(seen.skipped).toEqual(
    expect.arrayContaining([
      { reason: 'all_groups', count: 1 },
      { reason: 'last_group', count: 1 },
    ]),
  )
  const members = await rows(sql`
    select distinct s.member_id from memberships s join members m on m.community_id = s.community_id and m.id = s.member_id
    where s.group_id = ${database.cast.groups.workshop} and m.active and m.kind = 'person'`)
  expect(seen.stops.people).toBe(members.length)
  expect(made).toMatchObject({ changed: 1, skipped: 2 })
  const off = await make(ids, { kind: 'disable' })
  expect(off.seen).toMatchObject({ count: 3, stops: { tokens: 3 } })
  expect((await programs.graph('/community', all)).status).toBeGreaterThanOrEqual(400)
  expect((await list({ state: 'disabled', search: 'bulk' })).total).toBe(3)
  expect(await undo(off.made.changeId)).toMatchObject({ changed: 3 })
  expect((await programs.graph('/community', all)).status).toBe(200)
  const kinds = await rows<{ action: string }>(sql`
    select action from audit where subject_id = ${some.installationId} order by id`)
  expect(kinds.map(row => row.action)).toEqual([
    'integration.created',
    'integration.grant_changed',
    'integration.disabled',
    'integration.restored',
  ])
})

test('an end is told before, comes by itself, and is behind whoever enables it again', async () => {
  const whole = await programs.make(['read_content'], ['operations'], 'Ends whole')
  const part = await programs.make(['read_content', 'mention'], ['operations'], 'Ends in part')
  const past = { kind: 'end' as const, permissions: [], endsAt: '2020-01-01T00:00:00.000Z' }
  expect(
    await server.refused('ana', contract.foreseeChange, { body: { integrationKeys: [whole.appId], change: past } }),
  ).toMatchObject({ code: 'bad_input' })
  const endsAt = new Date(Date.now() + 10 * 86_400_000).toISOString()
  await make([whole.appId], { kind: 'end', permissions: [], endsAt })
  await make([part.appId], { kind: 'end', permissions: ['mention'], endsAt })
  expect((await list({ use: 'ending' })).items.map(row => row.name)).toEqual(['Ends in part', 'Ends whole'])
  const told = async () =>
    (
      await rows<{ kind: string }>(sql`
        select kind from notifications where member_id = ${database.cast.people.ana.memberId} and kind like '%end%' order by id`)
    ).map(row => row.kind)
  await endWhatEnds()
  expect(await told()).toEqual([])
  moveClock(4 * 86_400_000)
  await Promise.all([endWhatEnds(), endWhatEnds()])
  await endWhatEnds()
  expect((await told()).sort()).toEqual(['integration_ends', 'permissions_end'])
  expect((await programs.graph('/community', whole)).status).toBe(200)
  moveClock(11 * 86_400_000)
  await endWhatEnds()
  moveClock(0)
  expect((await programs.graph('/community', whole)).status).toBeGreaterThanOrEqual(400)
  expect((await detail(whole.appId)).row).toMatchObject({ status: 'disabled', reason: 'ended', endsAt: null })
  const after = await detail(part.appId)
  expect(after.permissions.filter(one => one.granted).map(one => one.id)).toEqual(['read_content'])
  await make([whole.appId], { kind: 'enable' })
  await endWhatEnds()
  expect((await programs.graph('/community', whole)).status).toBe(200)
})

test('hidden equals missing: a member, another community, a group the administrator does not see', async () => {
  const program = await programs.make(['read_content'], ['operations'], 'Private')
  const params = { integrationKey: program.appId }
  const item = { id: program.appId, revision: (await detail(program.appId)).row.revision }
  for (const [route, shape] of [
    [contract.listOverseen, {}],
    [contract.getOverseen, { params }],
    [contract.killIntegration, { params }],
    [contract.explainAccess, { params, query: { action: 'bot.group.read', groupId: database.cast.groups.operations } }],
    [contract.makeChange, { body: { items: [item], change: { kind: 'disable' } } }],
  ] as const)
    expect(await server.refused('noor', route as typeof contract.listOverseen, shape as object)).toMatchObject({
      code: 'forbidden',
    })
  const secret = await one<{ id: string }>(sql`
    insert into groups (community_id, name, description, privacy, created_by)
    values (${database.cast.communityId}, 'Unseen', '', 'secret', ${database.cast.people.noor.memberId}) returning id`)
  await run(sql`
    insert into grant_groups (community_id, grant_id, group_id)
    select community_id, id, ${secret.id} from grants where installation_id = ${program.installationId} and superseded_at is null`)
  const seen = await detail(program.appId)
  expect(seen).toMatchObject({ hiddenGroups: 1, groups: [{ name: 'Operations' }] })
  expect(JSON.stringify(seen)).not.toContain('Unseen')
  const [hidden, missing] = [await list({ groupId: secret.id }), await list({ groupId: '999999999999' })]
  expect(hidden).toEqual(missing)
  const add = { kind: 'groups' as const, add: [secret.id], remove: [] }
  expect(
    await server.refused('ana', contract.foreseeChange, { body: { integrationKeys: [program.appId], change: add } }),
  ).toMatchObject({ code: 'not_found' })
  const why = { params, query: { action: 'bot.group.read' as const, groupId: secret.id } }
  expect(await server.refused('ana', contract.explainAccess, why)).toMatchObject({ code: 'not_found' })
  // What is not seen is not taken away unasked.
  await make([program.appId], {
    kind: 'grant',
    permissions: ['read_content'],
    scope: { everyone: false, groupIds: [] },
  })
  expect((await detail(program.appId)).hiddenGroups).toBe(1)
})

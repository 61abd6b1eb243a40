/** What an administrator sees of every integration, changes in one place, and takes back; and what others do not. */
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { listGroupIntegrations, putIntegrationBack } from '../../../contract/api/group-integrations.ts'
import { disableIntegration, enableIntegration, restoreIntegration } from '../../../contract/api/integrations.ts'
import { listNotifications } from '../../../contract/api/notifications.ts'
import * as contract from '../../../contract/api/oversight.ts'
import { killIntegration } from '../../../contract/api/receipts.ts'
import { asServed, until, useDatabase } from '../../../test/harness/database.ts'
import { usePrograms } from '../../../test/harness/program.ts'
import { useServer } from '../../../test/harness/server.ts'
import { moveClock } from '../../platform/clock.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { reaches } from '../access/reaches.ts'
import { openCatalog } from '../integrations/catalog.ts'
import { endWhatEnds } from '../integrations/end-what-ends.ts'
import { removeFromOneGroup } from '../integrations/remove-from-one-group.ts'

const database = useDatabase(asServed)
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
const inYears = (years: number, days = 0): string => {
  const day = new Date(Date.now() + days * 86_400_000)
  return new Date(day.setUTCFullYear(day.getUTCFullYear() + years)).toISOString()
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
    // Calls are written down first, and the permissions that they used right after.
    return found.row.calls === 6 && found.row.permissions.used > 0 && found
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
  const { permissions, changes, granted } = await detail(program.appId)
  // The second one is told who it was.
  expect(granted.by.id).toBe(changes[0]?.by.id)
  expect(permissions.filter(one => one.granted)).toHaveLength(1)
  expect(changes).toMatchObject([{ kind: 'take', count: 1, undo: 'yes' }])
  // What somebody changed since is theirs: the earlier change is not taken back over it.
  await make([program.appId], { kind: 'groups', add: [], remove: [database.cast.groups.workshop] })
  expect(
    await server.refused('ana', contract.undoChange, { params: { changeId: changes[0]?.id ?? '' } }),
  ).toMatchObject({ code: 'nothing_to_undo' })
})

test('what was killed, switched off anew or taken out of a group since looks as the change left it, and is not taken back', async () => {
  const [toasted, killed, again, left] = [
    await programs.make(['read_content'], ['operations'], 'Killed at once'),
    await programs.make(['read_content'], ['operations'], 'Killed since'),
    await programs.make(['read_content'], ['operations'], 'Off again'),
    await programs.make(['read_content'], ['operations', 'workshop'], 'Left a group'),
  ]
  const { operations, workshop } = database.cast.groups
  const params = ({ appId }: typeof killed) => ({ params: { integrationKey: appId } })
  const off = [await make([killed.appId], { kind: 'disable' }), await make([again.appId], { kind: 'disable' })]
  const toAll = await make([left.appId], { kind: 'grant', permissions: ['read_content'], scope: { everyone: true } })
  const looked = await detail(left.appId)
  // The message after a single Disable carries how it left it.
  const single = await server.call('ana', disableIntegration, params(toasted))
  const undoStop = { ...params(toasted), query: { revision: single.integration.installation?.revision ?? '' } }
  await server.call('theo', killIntegration, params(toasted))
  expect(await server.refused('ana', restoreIntegration, undoStop)).toMatchObject({
    code: 'changed_meanwhile',
    body: expect.stringContaining('Killed at once'),
  })
  expect((await detail(toasted.appId)).row.status).toBe('disabled')
  await server.call('theo', killIntegration, params(killed))
  await server.call('theo', restoreIntegration, params(again))
  await server.call('theo', disableIntegration, params(again))
  await removeFromOneGroup(database.as('noor'), operations, left.appId)
  for (const { made } of [...off, toAll])
    expect(await server.refused('ana', contract.undoChange, { params: { changeId: made.changeId } })).toMatchObject({
      code: 'nothing_to_undo',
    })
  for (const one of [killed, again]) {
    const { row, changes } = await detail(one.appId)
    expect([row.status, changes.map(change => change.undo)]).toEqual(['disabled', ['no']])
  }
  const feed = async (group: string) => (await programs.graph(`/${group}/feed`, left)).status
  expect([await feed(operations), await feed(workshop)]).toEqual([400, 200])
  const { removed } = await server.call('noor', listGroupIntegrations, { params: { groupId: operations } })
  expect(removed.map(one => one.name)).toEqual(['Left a group'])
  // Who looked before it left does not choose the group again unawares, either; who looks now may.
  const chosen = {
    kind: 'grant' as const,
    permissions: ['read_content'],
    scope: { everyone: false as const, groupIds: [operations] },
  }
  const items = [{ id: left.appId, revision: looked.row.revision }]
  const refused = await server.refused('ana', contract.makeChange, { body: { items, change: chosen } })
  expect(refused.code).toBe('changed_meanwhile')
  expect((await detail(left.appId)).changes[0]?.undo).toBe('no')
  await make([left.appId], chosen)
  expect(await feed(operations)).toBe(200)
  const { items: heard } = await server.call('noor', listNotifications)
  expect(heard.filter(item => item.kind === 'integration_put_back')).toMatchObject([
    { groupName: 'Operations', actor: { name: 'Ana Ferreira' }, values: { name: 'Left a group' } },
  ])
})

test('a change goes on with other integrations, and no change with what is none of it', async () => {
  const { appId: id } = await programs.make(['read_content', 'mention', 'read_members'], ['operations'], 'Goes on')
  const item = async () => ({ id, revision: (await detail(id)).row.revision })
  const take = (permission: string) => ({ kind: 'take' as const, permissions: [permission] })
  const body = async (permission: string) => ({ items: [await item()], change: take(permission) })
  const first = await server.call('ana', contract.makeChange, { body: await body('mention') })
  const stray = [first.changeId, '999999999999999999']
  for (const changeId of stray) {
    const refused = await server.refused('ana', contract.makeChange, {
      body: { ...(await body('read_members')), changeId },
    })
    expect([refused.status, refused.code]).toEqual(
      changeId === first.changeId ? [400, 'bad_input'] : [404, 'not_found'],
    )
  }
  const back = await undo(first.changeId)
  const second = await server.call('ana', contract.makeChange, { body: await body('mention') })
  for (const undoId of [back.changeId, second.changeId, ...stray]) {
    const shape = { params: { changeId: second.changeId }, query: { undoId } }
    const { status } = await server.refused('ana', contract.undoChange, shape)
    expect([undoId, status]).toEqual([undoId, undoId === back.changeId ? 400 : 404])
  }
  // What was refused did nothing.
  expect((await detail(id)).permissions.filter(one => one.granted).map(one => one.id)).toEqual([
    'read_content',
    'read_members',
  ])
  expect(await undo(second.changeId)).toMatchObject({ changed: 1, left: 0 })
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
  const groups = await programs.make(['read_content'], ['operations', 'workshop'], 'Ends in a group')
  const all = await programs.make(['read_content'], 'all', 'Ends for all')
  await run(sql`
    insert into grant_groups (community_id, grant_id, group_id)
    select community_id, id, ${database.cast.groups.workshop} from grants where installation_id = ${all.installationId}`)
  const past = { kind: 'end' as const, permissions: [], endsAt: '2020-01-01T00:00:00.000Z' }
  expect(
    await server.refused('ana', contract.foreseeChange, { body: { integrationKeys: [whole.appId], change: past } }),
  ).toMatchObject({
    code: 'bad_input',
    body: expect.stringContaining('“End” is not right: that time is over already.'),
  })
  // Nor one beyond what anybody plans, or beyond the calendar: no screen could say it.
  const { revision } = (await detail(whole.appId)).row
  for (const at of ['9999-12-31T23:59:59-14:00', '9999-12-31T23:59:59Z', inYears(10, 3), inYears(11)]) {
    const body = { items: [{ id: whole.appId, revision }], change: { ...past, endsAt: at } }
    const refused = await server.refused('ana', contract.makeChange, { body })
    expect([at, refused.code]).toEqual([at, 'bad_input'])
    const what = at.includes('-14') ? 'it is not written as expected' : 'it lies more than 10 years ahead'
    expect(refused.body).toContain(`“End” is not right: ${what}.`)
  }
  await make([whole.appId], { kind: 'end', permissions: [], endsAt: inYears(10) })
  await make([whole.appId], { kind: 'end', permissions: [], endsAt: null })
  const endsAt = new Date(Date.now() + 10 * 86_400_000).toISOString()
  await make([whole.appId], { kind: 'end', permissions: [], endsAt })
  await make([part.appId], { kind: 'end', permissions: ['mention'], endsAt })
  await make([groups.appId], { kind: 'end', permissions: [], groupIds: [database.cast.groups.operations], endsAt })
  await make([all.appId], { kind: 'end', permissions: [], of: 'everyone', endsAt })
  expect((await list({ use: 'ending' })).items.map(row => row.name)).toEqual([
    ...['Ends for all', 'Ends in a group', 'Ends in part', 'Ends whole'],
  ])
  const told = () =>
    rows<{ kind: string; name: string; days: number; count: number }>(sql`
      select kind, values ->> 'name' as name, (values -> 'days')::int as days, (values -> 'count')::int as count
      from notifications where member_id = ${database.cast.people.ana.memberId} and kind like '%end%' order by 2`)
  await endWhatEnds()
  expect(await told()).toEqual([])
  moveClock(4 * 86_400_000)
  await Promise.all([endWhatEnds(), endWhatEnds()])
  await endWhatEnds()
  // Seven days before at the earliest, each by what ends: all groups count as none.
  expect(await told()).toEqual([
    { kind: 'integration_groups_end', name: 'Ends for all', days: 6, count: 0 },
    { kind: 'integration_groups_end', name: 'Ends in a group', days: 6, count: 1 },
    { kind: 'permissions_end', name: 'Ends in part', days: 6, count: 1 },
    { kind: 'integration_ends', name: 'Ends whole', days: 6, count: 1 },
  ])
  expect((await programs.graph('/community', whole)).status).toBe(200)
  moveClock(11 * 86_400_000)
  await endWhatEnds()
  moveClock(0)
  expect((await programs.graph('/community', whole)).status).toBeGreaterThanOrEqual(400)
  expect((await detail(whole.appId)).row).toMatchObject({ status: 'disabled', reason: 'ended', ends: [] })
  const after = await detail(part.appId)
  expect(after.permissions.filter(one => one.granted).map(one => one.id)).toEqual(['read_content'])
  for (const one of [groups, all])
    expect(await detail(one.appId)).toMatchObject({
      everyone: false,
      groups: [{ name: 'Workshop' }],
      row: { ends: [] },
    })
  await make([whole.appId], { kind: 'enable' })
  await endWhatEnds()
  expect((await programs.graph('/community', whole)).status).toBe(200)
})

test('ends of groups, of permissions and of the whole: kept by trimming and granting, gone with what they were of, given back by undo', async () => {
  const program = await programs.make(['read_content', 'mention'], ['operations', 'workshop'], 'Ends of every kind')
  const { operations, workshop } = database.cast.groups
  const ids = [program.appId]
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const [group, permission, whole] = [inDays(10), inDays(20), inDays(30)]
  await make(ids, { kind: 'end', permissions: [], groupIds: [operations], endsAt: group })
  await make(ids, { kind: 'end', permissions: ['mention'], endsAt: permission })
  await make(ids, { kind: 'end', permissions: [], endsAt: whole })
  const ends = async () => (await detail(program.appId)).row.ends
  const every = [
    { kind: 'group', at: group, count: 1 },
    { kind: 'permission', at: permission, count: 1 },
    { kind: 'whole', at: whole, count: 1 },
  ]
  expect(await ends()).toEqual(every)
  const shown = await detail(program.appId)
  expect(shown.groups).toMatchObject([
    { name: 'Operations', endsAt: group },
    { name: 'Workshop', endsAt: null },
  ])
  const why = await server.call('ana', contract.explainAccess, {
    params: { integrationKey: program.appId },
    query: { action: 'bot.group.see', groupId: operations },
  })
  expect(why).toMatchObject({ allowed: true, because: [{ rule: 'reaches', endsAt: group }] })

  const scope = { everyone: false as const, groupIds: [workshop] }
  const narrowed = await make(ids, { kind: 'grant', permissions: ['read_content'], scope })
  expect(await ends()).toEqual([every[2]])
  await undo(narrowed.made.changeId)
  expect(await ends()).toEqual(every)
  const off = await make(ids, { kind: 'disable' })
  await undo(off.made.changeId)
  expect(await ends()).toEqual(every)
  const trimmed = await make(ids, { kind: 'trim' })
  expect(await ends()).toEqual([every[0], every[2]])
  await undo(trimmed.made.changeId)
  expect(await ends()).toEqual(every)

  // What its admin takes out waits with its end; put back, it ends on that day.
  await removeFromOneGroup(database.as('noor'), operations, program.appId)
  expect(await ends()).toEqual([every[1], every[2]])
  await server.call('ana', putIntegrationBack, { params: { groupId: operations, integrationKey: program.appId } })
  expect(await ends()).toEqual(every)

  // Over is over at the instant, before any clock has looked.
  const { token } = program
  const feed = (id: string) => programs.graph(`/${id}/feed`, { token })
  expect([(await feed(operations)).status, (await feed(workshop)).status]).toEqual([200, 200])
  await run(sql`update grant_ends set ends_at = now() - interval '1 second' where group_id = ${operations}`)
  expect([(await feed(operations)).status, (await feed(workshop)).status]).toEqual([400, 200])
  expect((await detail(program.appId)).row.groupCount).toBe(1)
  await run(
    sql`update grant_ends set ends_at = now() - interval '1 second' where kind = 'whole' and installation_id = ${program.installationId}`,
  )
  expect((await feed(workshop)).body.error.code).toBe(190)
})

test('the table counts what is reached, in any standing', async () => {
  let seed = 29
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  const groups = (await rows<{ id: string }>(sql`select id from groups order by id`)).map(row => row.id)
  const some = (share: number) => groups.filter(() => random() < share)
  const made = []
  for (let n = 0; n < 30; n++)
    made.push(await programs.make(['read_content'], random() < 0.5 ? 'all' : ['operations'], `Standing ${n}`))
  for (const { installationId: id } of made) {
    await run(sql`
      insert into grant_groups (community_id, grant_id, group_id)
      select community_id, id, g from grants, unnest(${some(0.4)}::bigint[]) as g where installation_id = ${id} and superseded_at is null on conflict do nothing`)
    await run(sql`
      insert into group_removals (community_id, installation_id, group_id, removed_by)
      select community_id, id, g, enabled_by from installations, unnest(${some(0.3)}::bigint[]) as g where id = ${id}`)
    await run(sql`
      insert into grant_ends (community_id, installation_id, kind, group_id, ends_at, set_by)
      select community_id, id, case when g = 0 then ${random() < 0.5 ? 'whole' : 'everyone'} else 'group' end, nullif(g, 0),
        now() + ${random() < 0.5 ? '-1 hour' : '1 hour'}::interval, enabled_by
      from installations, unnest(${random() < 0.4 ? [0, ...some(0.5)] : some(0.5)}::bigint[]) as g where id = ${id}`)
  }
  const shown = (await list({ search: 'standing', limit: 100 })).items
  expect(shown).toHaveLength(made.length)
  const reached = await rows<{ id: string; installation_id: string }>(sql`
    select g.id, i.id as installation_id from groups g cross join installations i join grants r on r.installation_id = i.id
    where ${reaches(sql`i`, sql`r`, sql`g.id`)}`)
  const of = (row: contract.Overseen) => reached.filter(one => one.installation_id === row.installationId)
  for (const row of shown)
    expect(row.groupCount ?? groups.length - row.exceptGroups, JSON.stringify(row)).toBe(of(row).length)
  for (const groupId of groups) {
    const here = (await list({ search: 'standing', groupId, limit: 100 })).items.map(row => row.id).sort()
    expect(here).toEqual(
      shown
        .filter(row => of(row).some(one => one.id === groupId))
        .map(row => row.id)
        .sort(),
    )
  }
})

test('ends that were set while there were two kinds are one kind after the migration', async () => {
  const [all, some] = [
    await programs.make(['mention'], 'all', 'Before all'),
    await programs.make(['mention'], ['operations', 'workshop'], 'Before some'),
  ]
  const { operations, workshop } = database.cast.groups
  await removeFromOneGroup(database.as('noor'), operations, some.appId)
  await removeFromOneGroup(database.as('noor'), operations, all.appId)
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    // As it was before, for as long as this transaction.
    await client.query(`begin; drop table grant_ends;
      create table grant_ends (community_id bigint not null, installation_id bigint not null, permission text not null, ends_at timestamptz not null,
        set_by bigint not null, told_at timestamptz, primary key (community_id, installation_id, permission),
        foreign key (community_id, installation_id) references installations);
      alter table grants add column ends_at timestamptz; alter table grant_groups add column ends_at timestamptz;
      alter table group_removals drop column chosen, add column ends_at timestamptz;
      update grants set ends_at = '2030-01-03' where installation_id = ${all.installationId};
      insert into grant_ends select community_id, installation_id, p, d::timestamptz, granted_by from grants,
        (values ('', '2030-01-05'), ('mention', '2030-01-02')) as e(p, d) where installation_id = ${all.installationId};
      update grant_groups set ends_at = '2030-01-04' where grant_id in (select id from grants where installation_id = ${some.installationId});
      update group_removals set ends_at = '2030-01-06' where installation_id = ${some.installationId};`)
    await client.query(await readFile(new URL('../../../migrations/0029_one_end.sql', import.meta.url), 'utf8'))
    const found =
      await client.query(`select installation_id, kind, coalesce(permission, group_id::text) as id, to_char(ends_at, 'DD') as day
      from grant_ends order by day`)
    expect(found.rows).toEqual([
      { installation_id: all.installationId, kind: 'permission', id: 'mention', day: '02' },
      { installation_id: all.installationId, kind: 'whole', id: null, day: '03' },
      { installation_id: some.installationId, kind: 'group', id: workshop, day: '04' },
      { installation_id: some.installationId, kind: 'group', id: operations, day: '06' },
    ])
    const removals = await client.query(`select chosen from group_removals
      where installation_id in (${all.installationId}, ${some.installationId}) order by installation_id = ${all.installationId}`)
    expect(removals.rows).toEqual([{ chosen: true }, { chosen: false }])
  } finally {
    await client.query('rollback')
    await client.end()
  }
})

test('an end that no screen could say comes to the latest that can be chosen', async () => {
  const program = await programs.make(['read_content'], ['operations'], 'Ends beyond')
  await run(sql`
    insert into grant_ends (community_id, installation_id, kind, ends_at, set_by)
    select community_id, id, 'whole', '9999-12-31T23:59:59-14:00', enabled_by from installations where id = ${program.installationId}`)
  const cleaned = await readFile(
    new URL('../../../migrations/0051_ends_within_the_calendar.sql', import.meta.url),
    'utf8',
  )
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  await client.query(cleaned).finally(() => client.end())
  const { endsAt } = await detail(program.appId)
  expect(endsAt?.slice(0, 10)).toBe(inYears(10).slice(0, 10))
})

test('hidden equals missing: a member, another community, a group the administrator does not see', async () => {
  const program = await programs.make(['read_content'], ['operations'], 'Private')
  const params = { integrationKey: program.appId }
  const item = { id: program.appId, revision: (await detail(program.appId)).row.revision }
  for (const [route, shape] of [
    [contract.listOverseen, {}],
    [contract.getOverseen, { params }],
    [killIntegration, { params }],
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
  for (const groups of [
    { add: [secret.id], remove: [] },
    { add: [], remove: [secret.id] },
  ])
    expect(
      await server.refused('ana', contract.foreseeChange, {
        body: { integrationKeys: [program.appId], change: { kind: 'groups', ...groups } },
      }),
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

test('whose word each stands on: what comes with Passerelle has a review without an end, what is made here has none', async () => {
  openCatalog(await readCatalog(), { examples: true })
  const made = await programs.make(['read_content'], ['operations'], 'Made here')
  const consent = { permissions: ['preview_links'], scope: { everyone: true as const } }
  await server.call('ana', enableIntegration, {
    params: { integrationKey: 'hello' },
    body: { ...consent, settings: { secret: 'a secret of hello' } },
  })
  for (const [id, kind] of [
    ['hello', 'built_in'],
    [made.appId, 'own'],
  ] as const) {
    const { row } = await detail(id)
    expect(row).toMatchObject({ review: { kind } })
    const listed = (await list({ search: row.name })).items
    expect(listed.map(one => [one.id, one.review.kind])).toEqual([[id, kind]])
  }
})

/** Five thousand integrations in one community: paged in any order, chosen all at once, a change of all of them foreseen. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import { listBots } from '../../contract/api/custom-integrations.ts'
import { listIntegrationNames, listIntegrations } from '../../contract/api/directory.ts'
import { listGroupIntegrations } from '../../contract/api/group-integrations.ts'
import type * as integrations from '../../contract/api/integrations.ts'
import * as contract from '../../contract/api/oversight.ts'
import { askForIntegration } from '../../contract/api/requests.ts'
import type { AnswerOf } from '../../contract/api/route.ts'
import { openCatalog } from '../../server/domain/integrations/catalog.ts'
import { listOverseen } from '../../server/domain/oversight/list-overseen.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useStatements } from '../harness/statements.ts'

const database = useDatabase()
const server = useServer(database)
const statements = useStatements()

/** As the database does by itself soon after many rows came. */
async function asOwner({ ownerUrl }: typeof database, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

test('five thousand rows are paged in any order without a gap, each page soon', async () => {
  const { communityId, people } = database.cast
  await run(sql`
    with c as (
      insert into custom_integrations (community_id, name, description, made_by, discoverable)
      select ${communityId}, 'Many ' || n, '', ${people.ana.memberId}, true from generate_series(1, 5000) n returning id, name
    ), b as (
      insert into members (community_id, kind, name) select ${communityId}, 'bot', name from c returning id, name
    ), i as (
      insert into installations (community_id, integration_id, bot_id, inbound_key, enabled_by)
      select ${communityId}, c.id, b.id, 'many ' || c.id, ${people.ana.memberId} from c join b using (name) returning community_id, id
    ), g as (
      insert into grants (community_id, installation_id, permissions, everyone, granted_by)
      select community_id, id, array['read_content', 'mention'], true, ${people.ana.memberId} from i
    ), d as (
      insert into api_days (community_id, installation_id, day, calls, errors, bytes)
      select community_id, id, current_date - n, (id % 7)::int, (id % 3)::int, id % 1000 from i, generate_series(0, 2) n
    )
    insert into permission_uses (community_id, installation_id, permission, used_at)
    select community_id, id, 'read_content', now() - make_interval(hours => (id % 1000)::int) from i`)
  // No plan may need what the database learns of its tables only later: one that reads them all for each row is ended after five seconds.
  expect((await server.call('bruno', listBots, {})).items).toHaveLength(200)
  for (const sort of ['name', '-errors', 'ends'] as const) {
    const begun = performance.now()
    const ids = new Set<string>()
    let [after, pages, slowest]: [string | undefined, number, number] = [undefined, 0, 0]
    do {
      const from = performance.now()
      const page: Awaited<ReturnType<typeof listOverseen>> = await listOverseen(database.as('ana'), {
        sort,
        limit: 100,
        search: 'Many',
        after,
      })
      slowest = Math.max(slowest, performance.now() - from)
      expect(page.total).toBe(after ? null : 5_000)
      for (const row of page.items) ids.add(row.id)
      after = page.next ?? undefined
      pages++
    } while (after && pages < 4)
    expect(ids.size, sort).toBe(400)
    console.log(
      `permissions & data, 5,000 rows by ${sort}: slowest page ${Math.round(slowest)} ms, all ${Math.round(performance.now() - begun)} ms`,
    )
    expect(slowest).toBeLessThan(1_500)
    if (sort === 'name') await asOwner(database, 'analyze')
  }
  const { items } = await server.call('ana', contract.listOverseenKeys, { query: { search: 'Many' } })
  expect(items).toHaveLength(5_000)
  const begun = performance.now()
  const seen = await server.call('ana', contract.foreseeChange, {
    body: { integrationKeys: items, change: { kind: 'trim' } },
  })
  expect(seen).toMatchObject({ count: 5_000, stops: { permissions: 5_000 } })
  console.log(`a change of 5,000 foreseen in ${Math.round(performance.now() - begun)} ms`)
  const params = { groupId: database.cast.groups.operations }
  const [found, cursors]: [string[], (string | null)[]] = [[], []]
  for (let after: string | undefined; cursors.length < 3; after = cursors.at(-1) ?? undefined) {
    const query = { limit: 100, search: 'many', ...(after && { after }) }
    const page = await server.call('bruno', listGroupIntegrations, { params, query })
    found.push(...page.items.map(one => one.name))
    cursors.push(page.next)
  }
  const names = Array.from({ length: 5_000 }, (_, at) => `Many ${at + 1}`).sort((a, b) => (a < b ? -1 : 1))
  expect(found).toEqual(names.slice(0, 300))
  const one = await server.call('bruno', listGroupIntegrations, { params, query: { search: 'MANY 4711' } })
  expect([one.items.map(item => item.name), one.next]).toEqual([['Many 4711'], null])
}, 40_000)

test('many are taken back some at a time, as one change, and what was taken back is told as such meanwhile', async () => {
  const { items } = await listOverseen(database.as('ana'), { search: 'Many', sort: '-name', limit: 1 })
  const item = { id: items[0]?.id ?? '', revision: items[0]?.revision ?? '' }
  const { changeId } = await server.call('ana', contract.makeChange, {
    body: { items: [item], change: { kind: 'trim' } },
  })
  // As many before it as are looked at together, each changed by somebody since.
  await run(sql`
    insert into grant_change_parts (community_id, change_id, installation_id, before, revision)
    select community_id, ${changeId}, id, '{"ends": []}', 'another' from installations
    where id < (select installation_id from grant_change_parts where change_id = ${changeId}) order by id limit ${contract.mostAtOnce}`)
  const params = { changeId }
  const first = await server.call('ana', contract.undoChange, { params })
  expect(first).toMatchObject({ changed: 0, skipped: contract.mostAtOnce, left: 1 })
  // Left on the way it is found again, by whom and how far; anybody who manages integrations goes on with it.
  const underWay = () => server.call('theo', contract.listChangesUnderWay)
  const [left, ...others] = (await underWay()).items
  expect(left).toMatchObject({
    id: changeId,
    kind: 'trim',
    total: contract.mostAtOnce + 1,
    left: 1,
    by: { name: 'Ana Ferreira' },
  })
  expect(others).toEqual([])
  expect((await server.refused('noor', contract.listChangesUnderWay)).code).toBe('forbidden')
  const query = { undoId: first.changeId }
  expect((await server.refused('theo', contract.undoChange, { params, query })).code).toBe('not_found')
  const last = await server.call('theo', contract.undoChange, { params })
  expect(last).toMatchObject({ changed: 1, skipped: 0, left: 0 })
  expect(last.changeId).not.toBe(first.changeId)
  expect((await underWay()).items).toEqual([])
  const detail = await server.call('ana', contract.getOverseen, { params: { integrationKey: item.id } })
  expect(detail.changes.map(one => [one.kind, one.undo])).toEqual([
    ['undo', 'yes'],
    ['trim', 'undone'],
  ])
  expect((await server.refused('ana', contract.undoChange, { params })).code).toBe('nothing_to_undo')
})

test('the directory comes a page at a time, in any order without a gap, each filter with what its counter counts', async () => {
  openCatalog(await readCatalog(), { examples: true })
  const own = sql`integration_id ~ '^[0-9]+$'`
  await run(sql`
    update installations set state = case id % 7 when 0 then 'disabled' else 'enabled' end,
      connection = case id % 5 when 0 then 'pending' when 1 then 'broken' else 'none' end where ${own}`)
  await run(sql`update grants set everyone = installation_id % 3 > 0 where superseded_at is null`)
  await run(sql`
    insert into subscriptions (community_id, installation_id, external_id, state)
    select community_id, id, 'gone', 'failed' from installations where ${own} and id % 31 = 0`)
  await server.call('noor', askForIntegration, { body: { integrationId: 'jira', groupIds: [] } })

  type Asked = NonNullable<Parameters<typeof server.call<typeof listIntegrations>>[2]>['query']
  const read = async (query: Asked, pages = 99, who: 'ana' | 'noor' = 'ana') => {
    const rows: integrations.IntegrationRow[] = []
    let [after, counts]: [string | undefined, unknown] = [undefined, undefined]
    do {
      const page: AnswerOf<typeof listIntegrations> = await server.call(who, listIntegrations, {
        query: { limit: 100, ...query, ...(after && { after }) },
      })
      expect(page.counts === null).toBe(after !== undefined)
      counts ??= page.counts
      rows.push(...page.items)
      after = page.next ?? undefined
    } while (after && --pages > 0)
    expect(new Set(rows.map(row => row.id)).size).toBe(rows.length)
    return { rows, counts }
  }
  const { rows, counts } = await read({})
  const having = (...statuses: string[]): number => rows.filter(row => statuses.includes(row.status)).length
  const attention = ['needs_setup', 'needs_reconnecting', 'needs_attention']
  expect(rows.length).toBeGreaterThan(5_000)
  expect(counts).toEqual({
    enabled: having('enabled', 'enabled_for', ...attention),
    attention: having(...attention),
    available: having('available', 'requested'),
    requested: 1,
    custom: 5_000,
  })
  for (const status of ['enabled', 'enabled_for', 'needs_attention', 'requested'] as const)
    expect(having(status)).toBeGreaterThan(0)
  const names = rows.map(row => row.name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase())
  expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)))
  const turned = (await read({ sort: '-name' }, 2)).rows.map(row => row.id)
  expect(turned).toEqual(
    rows
      .slice(-200)
      .map(row => row.id)
      .reverse(),
  )
  const found = async (query: Asked, pages: number) => (await read(query, pages)).rows.map(row => row.status)
  expect(new Set(await found({ status: 'attention' }, 1))).toEqual(new Set(attention))
  expect(await found({ status: 'needs_attention' }, 99)).toHaveLength(having('needs_attention'))
  expect((await read({ status: 'requested' })).rows).toMatchObject([{ id: 'jira', wanted: 1 }])
  // By state, what needs somebody first; a page goes on where the one before ended, though the next state begins there.
  const urgent = await found({ sort: 'status' }, 3)
  const needs = having('needs_attention')
  expect(urgent.indexOf('needs_reconnecting')).toBe(needs)
  expect(new Set(urgent.slice(0, needs))).toEqual(new Set(['needs_attention']))
  expect((await found({ sort: '-status' }, 1))[0]).toBe('available')

  // Members see what is built in, and neither names nor numbers of the rest.
  const members = await read({}, 9, 'noor')
  expect(members.rows.every(row => row.origin === 'connector')).toBe(true)
  expect(members.counts).toMatchObject({ custom: 0 })

  // What one page costs does not depend on how many there are.
  const first = { query: { limit: 50 } }
  const begun = performance.now()
  const page = JSON.stringify(await server.call('ana', listIntegrations, first))
  console.log(`the directory of 5,000: first page ${Math.round(performance.now() - begun)} ms, ${page.length} bytes`)
  expect(page.length).toBeLessThan(25_000)
  const reads = await statements.during(() => server.call('ana', listIntegrations, first))
  expect(reads.length, reads.join('\n')).toBeLessThanOrEqual(9)
  const chosen = rows.at(-1)?.id ?? ''
  const choice = await server.call('ana', listIntegrationNames, { query: { search: 'many 49', chosen } })
  expect(choice.items).toHaveLength(26)
  expect(choice.items.filter(one => !one.name.startsWith('Many 49')).map(one => one.id)).toEqual([chosen])
  expect((await server.refused('noor', listIntegrationNames)).code).toBe('forbidden')
}, 40_000)

/** Five thousand integrations in one community: paged in any order, chosen all at once, a change of all of them foreseen. */
import pg from 'pg'
import { expect, test } from 'vitest'
import * as contract from '../../contract/api/oversight.ts'
import { listOverseen } from '../../server/domain/oversight/list-overseen.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)

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
      insert into custom_integrations (community_id, name, description, made_by)
      select ${communityId}, 'Many ' || n, '', ${people.ana.memberId} from generate_series(1, 5000) n returning id, name
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
  await asOwner(database, 'analyze')
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
  }
  const { items } = await server.call('ana', contract.listOverseenKeys, { query: { search: 'Many' } })
  expect(items).toHaveLength(5_000)
  const begun = performance.now()
  const seen = await server.call('ana', contract.foreseeChange, {
    body: { integrationKeys: items, change: { kind: 'trim' } },
  })
  expect(seen).toMatchObject({ count: 5_000, stops: { permissions: 5_000 } })
  console.log(`a change of 5,000 foreseen in ${Math.round(performance.now() - begun)} ms`)
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
  const query = { undoId: first.changeId }
  expect((await server.refused('theo', contract.undoChange, { params, query })).code).toBe('not_found')
  expect(await server.call('ana', contract.undoChange, { params, query })).toEqual({
    ...{ changeId: first.changeId, changed: 1, skipped: 0, left: 0 },
  })
  const detail = await server.call('ana', contract.getOverseen, { params: { integrationKey: item.id } })
  expect(detail.changes.map(one => [one.kind, one.undo])).toEqual([
    ['undo', 'yes'],
    ['trim', 'undone'],
  ])
  expect((await server.refused('ana', contract.undoChange, { params })).code).toBe('nothing_to_undo')
})

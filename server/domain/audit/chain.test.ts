/** The audit says who did what; whoever owns its tables can change them, and cannot hide it (threats.md A30). */
import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../../test/harness/database.ts'
import { connectDatabase, one, run, sql, transaction } from '../../platform/db.ts'
import { record } from './record.ts'
import { sealAudit } from './seal.ts'
import { verifyAudit, verifyEverywhere } from './verify.ts'

const database = useDatabase()
const tamperings = 1_000
let owner: pg.Client
let communityId = ''

const write = (n: number) =>
  record({
    communityId,
    actorId: database.cast.people.ana.memberId,
    action: 'integration.enabled',
    subject: 'integration',
    subjectId: String(7_000 + n),
    before: { n },
    after: { permissions: ['preview_links'], n: n + 1 },
    address: `10.0.0.${n}`,
  })

beforeAll(async () => {
  communityId = database.cast.communityId
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(() => owner.end())

test('what is written is sealed in order, once, by whoever comes first', async () => {
  await Promise.all(Array.from({ length: 24 }, (_, n) => write(n)))
  await Promise.all([sealAudit(), sealAudit(), sealAudit()])
  await sealAudit()
  const { all, sealed, waiting, last } = await one<{ all: number; sealed: number; waiting: number; last: number }>(sql`
    select (select count(*)::int from audit) as all, (select count(*)::int from audit_chain) as sealed,
      (select count(*)::int from audit_unsealed) as waiting, (select max(n)::int from audit_chain) as last`)
  expect([sealed, waiting, last]).toEqual([all, 0, all])
  expect(await verifyAudit(communityId)).toMatchObject({ whole: true, entries: all, fault: null })
})

test('the server’s own role can add to it and nothing else', async () => {
  for (const statement of [
    sql`update audit set action = 'x'`,
    sql`delete from audit`,
    sql`truncate audit`,
    sql`update audit_chain set seal = 'x'`,
    sql`delete from audit_chain`,
    sql`truncate audit_chain`,
  ])
    await expect(run(statement)).rejects.toThrow(/permission denied/)
})

/** As the owner, without triggers: the strongest who is not the server. Each is a change that somebody could want to hide. */
const anyEntry = 'id = (select audit_id from audit_chain order by random() limit 1)'
const someId = () => `(select id from audit order by random() limit 1)`
const ways: readonly (() => string)[] = [
  () => `update audit set action = action || '.' where ${anyEntry}`,
  () => `update audit set actor_id = coalesce(actor_id, 0) + ${randomInt(1, 1_000)} where ${anyEntry}`,
  () =>
    `update audit set actor_id = null where id = (select id from audit where actor_id is not null order by random() limit 1)`,
  () => `update audit set at = at + interval '${randomInt(1, 1_000_000)} microseconds' where ${anyEntry}`,
  () => `update audit set before = coalesce(before, '{}') || '{"x": ${randomInt(1_000)}}' where ${anyEntry}`,
  () => `update audit set after = '{"n": ${randomInt(100, 1_000)}}' where ${anyEntry}`,
  () =>
    `update audit set after = null where id = (select id from audit where after is not null order by random() limit 1)`,
  () => `update audit set address = '192.0.2.${randomInt(255)}' where ${anyEntry}`,
  () => `update audit set subject = subject || 's' where ${anyEntry}`,
  () => `update audit set subject_id = coalesce(subject_id, 0) + ${randomInt(1, 99)} where ${anyEntry}`,
  () => `update audit set community_id = community_id + 1 where ${anyEntry}`,
  () => `update audit set id = id + 1000000000 where ${anyEntry}`,
  () => `delete from audit where ${anyEntry}`,
  () => `delete from audit where id = (select max(audit_id) from audit_chain)`,
  () => `truncate audit`,
  () => `insert into audit (community_id, action, subject) values (${communityId}, 'person.invited', 'person')`,
  () =>
    `insert into audit (community_id, action, subject, at) values (${communityId}, 'person.invited', 'person', now() - interval '1 day')`,
  () =>
    `with two as (select audit_id, row_number() over (order by random()) as r from audit_chain order by random() limit 2)
     update audit_chain c set audit_id = -c.audit_id where audit_id in (select audit_id from two)`,
  () => `delete from audit_chain where n = (select n from audit_chain order by random() limit 1)`,
  () => `delete from audit_chain where n > (select max(n) - ${randomInt(1, 5)} from audit_chain)`,
  () => `truncate audit_chain`,
  () => `update audit_chain set seal = reverse(seal) where n = (select n from audit_chain order by random() limit 1)`,
  () =>
    `update audit_chain set seal = (select seal from audit_chain where n = 1) where n = (select max(n) from audit_chain)`,
  () => `update audit_chain set n = n + 1000 where n = (select n from audit_chain order by random() limit 1)`,
  () => `update audit_heads set n = n - ${randomInt(1, 5)}`,
  () => `update audit_heads set proof = reverse(proof)`,
  () => `delete from audit_heads`,
  // The end cut off in all tables, with the seal that was the last then; only its proof is not to be had.
  () =>
    `with last as (select max(n) - ${randomInt(1, 6)} as n from audit_chain), gone as (
       delete from audit_chain using last where audit_chain.n > last.n returning audit_id), rows as (
       delete from audit where id in (select audit_id from gone))
     update audit_heads h set n = last.n, seal = c.seal from last, audit_chain c where c.n = last.n`,
  () =>
    `update audit a set after = b.after, before = b.before from audit b where a.id = (select min(id) from audit) and b.id = ${someId()} and a.after is distinct from b.after`,
]

class TakenBack extends Error {}

test(`each of ${tamperings} random tamperings is found`, async () => {
  const found = new Map<string, number>()
  const missed: string[] = []
  connectDatabase(database.ownerUrl, { size: 2 })
  for (let n = 0, turn = 0; n < tamperings; turn++) {
    const statement = ways[turn % ways.length]?.() ?? ''
    await transaction(async () => {
      await run({ text: 'set local session_replication_role = replica', values: [] })
      const changed = await run({ text: statement, values: [] })
      if (changed === 0 && !statement.startsWith('truncate')) throw new TakenBack()
      n++
      const { fault } = await verifyAudit(communityId)
      if (fault) found.set(fault.kind, (found.get(fault.kind) ?? 0) + 1)
      else missed.push(statement)
      throw new TakenBack()
    }).catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
  }
  connectDatabase(database.appUrl)
  expect(missed).toEqual([])
  expect([...found.values()].reduce((sum, one) => sum + one, 0)).toBe(tamperings)
  expect([...found.keys()].sort()).toEqual(['changed', 'cut', 'forged', 'gap', 'missing', 'unsealed'])
  expect((await verifyAudit(communityId)).whole).toBe(true)
}, 60_000)

test('an older state that was put back whole is known by the seal that was written down', async () => {
  await owner.query(
    'create table kept_audit as select * from audit; create table kept_chain as select * from audit_chain; create table kept_heads as select * from audit_heads',
  )
  const { head } = await verifyAudit(communityId)
  await write(99)
  await sealAudit()
  const newest = (await verifyAudit(communityId)).head ?? ''
  expect([await verifyEverywhere(head ?? ''), await verifyEverywhere(newest)].map(one => one.sealFound)).toEqual([
    true,
    true,
  ])
  await owner.query('set session_replication_role = replica')
  await owner.query(
    'truncate audit, audit_chain, audit_heads; insert into audit select * from kept_audit; insert into audit_chain select * from kept_chain; insert into audit_heads select * from kept_heads',
  )
  const { communities, sealFound } = await verifyEverywhere(newest)
  expect(communities.every(({ check }) => check.whole)).toBe(true)
  expect(sealFound).toBe(false)
})

test('emptied as a whole, it is not taken for one that is whole', async () => {
  await owner.query('truncate audit, audit_chain, audit_heads, audit_unsealed')
  expect((await verifyAudit(communityId)).whole).toBe(true)
  const { memberId } = database.cast.people.ana
  const { id } = await one<{ id: string }>(sql`
    insert into installations (community_id, integration_id, bot_id, inbound_key, enabled_by)
    values (${communityId}, 'hello', ${memberId}, 'key', ${memberId}) returning id`)
  const emptied = { whole: false, fault: { kind: 'emptied' } }
  expect(await verifyAudit(communityId)).toMatchObject(emptied)
  // Whoever goes on writing begins another chain.
  await write(1)
  await sealAudit()
  expect(await verifyAudit(communityId)).toMatchObject(emptied)
  await run(sql`delete from installations where id = ${id}`)
  expect((await verifyAudit(communityId)).whole).toBe(true)
})

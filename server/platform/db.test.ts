import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until, useDatabase } from '../../test/harness/database.ts'
import { connectDatabase, inTransaction, maybe, one, run, sql, transaction } from './db.ts'
import { Refusal } from './refusal.ts'

const socketName = '.s.PGSQL.5432'

describe('a database that falls silent without hanging up', () => {
  const database = useDatabase()
  const open = new Set<Socket>()
  let silent = false
  let folder = ''
  const proxy = createServer(asked => {
    const answering = connect(
      join(new URL(database.appUrl.replace('@/', '@h/')).searchParams.get('host') ?? '', socketName),
    )
    open.add(asked).add(answering)
    asked.on('error', () => {}).on('data', bytes => !silent && answering.write(bytes))
    answering.on('error', () => {}).on('data', bytes => !silent && asked.write(bytes))
    asked.on('close', () => answering.destroy())
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passerelle-proxy-'))
    await once(proxy.listen(join(folder, socketName)), 'listening')
    connectDatabase(database.appUrl.replace(/host=[^&]*/, `host=${encodeURIComponent(folder)}`), {
      statementTimeout: 200,
    })
    await run(sql`select 1`)
  })
  afterAll(async () => {
    for (const socket of open) socket.destroy()
    proxy.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('ends what waits for it, in and out of transactions, and is used again when it speaks', async () => {
    silent = true
    const begun = performance.now()
    const ends = await Promise.allSettled([maybe(sql`select 1 as one`), transaction(() => maybe(sql`select 2 as two`))])
    expect(performance.now() - begun).toBeLessThan(2_500)
    for (const end of ends) {
      expect(end.status === 'rejected' && end.reason).toBeInstanceOf(Refusal)
      expect(end.status === 'rejected' && end.reason.code).toBe('database_away')
    }
    silent = false
    await until(() => maybe(sql`select 3 as three`).catch(() => undefined), 3)
    expect(await transaction(() => maybe(sql`select 4 as four`))).toEqual({ four: 4 })
  })

  test('a statement of ours that takes too long is our fault, not the database’s absence', async () => {
    await expect(run(sql`select pg_sleep(2)`)).rejects.toThrow(/statement timeout/)
  })
})

describe('the transaction that is carried along', () => {
  useDatabase()
  const now = () => one<{ xid: string }>(sql`select pg_current_xact_id()::text as xid`)
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const gate = () => {
    let open = (): void => {}
    return { opened: new Promise<void>(resolve => (open = resolve)), open: () => open() }
  }

  test('is each one’s own, whichever begins or ends beside it', async () => {
    const [first, second] = [gate(), gate()]
    // Waits since before the first began, and is in none whatever goes on.
    const outside = first.opened.then(turn).then(inTransaction)
    const long = transaction(async () => {
      const before = await now()
      await second.opened
      return [before.xid, (await now()).xid, inTransaction()]
    })
    const short = transaction(async () => [(await now()).xid, (await turn().then(now)).xid])
    const [a, b] = await short
    first.open()
    expect([a === b, await outside, inTransaction()]).toEqual([true, false, false])
    second.open()
    const [c, d, inside] = await long
    expect([c === d, inside, c === a]).toEqual([true, true, false])
  })

  test('is over for what goes on after it, and a new one is found again', async () => {
    const ended = gate()
    let later: Promise<boolean> | undefined
    await transaction(async () => {
      later = ended.opened.then(turn).then(inTransaction)
    })
    const beside = transaction(async () => {
      ended.open()
      expect(await later).toBe(false)
      return (await now()).xid === (await turn().then(now)).xid
    })
    expect(await beside).toBe(true)
  })
})

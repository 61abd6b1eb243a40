import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until, useDatabase } from '../../test/harness/database.ts'
import { connectDatabase, maybe, run, sql, transaction } from './db.ts'
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

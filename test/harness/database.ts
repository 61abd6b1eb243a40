import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { type CastName, people } from '../../sandbox/cast.ts'
import type { SeededCast } from '../../sandbox/seed.ts'
import type { Person } from '../../server/domain/access/actor.ts'
import { configureAddresses } from '../../server/platform/addresses.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { connectDatabase, disconnectDatabase, rows, sql } from '../../server/platform/db.ts'
import { startListening, stopListening } from '../../server/platform/listen.ts'
import type { PostgresUrls } from '../../server/platform/postgres.ts'
import { masterKeyFrom, setMasterKeys } from '../../server/platform/secrets.ts'
import { configureStorage } from '../../server/platform/storage.ts'
import { scratchFolder } from './scratch.ts'

/** A database of this test file's own, with the cast in it. */
export interface TestDatabase {
  readonly cast: SeededCast
  readonly appUrl: string
  readonly ownerUrl: string
  /** The master key, for another process on the same database. */
  readonly key: Buffer
  /** Where what is uploaded lies. */
  readonly dataFolder: string
  /** This person, acting. */
  as(name: CastName): Person
}

const withName = (url: string, name: string): string => url.replace('/passerelle?', `/${name}?`)

/** As many connections as a server has: for tests in which many come at once. */
export const asServed = { connections: 16 }

/**
 * Copies the migrated database with the cast in it, connects the platform to the copy as the server's own role; drops it after the file. A few connections do
 * where nobody races: each one that is opened reads the catalog and plans all statements anew.
 */
export function useDatabase({ connections } = { connections: 5 }): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`
  const postgres = ofThisWorker()
  const ownerUrl = withName(postgres.ownerUrl, name)
  const appUrl = withName(postgres.appUrl, name)
  const maintenanceUrl = withName(postgres.ownerUrl, 'postgres')
  const key = randomBytes(32)
  const cast = inject('cast')
  let dataFolder = ''

  beforeAll(async () => {
    // Copied as files, which takes half of what PostgreSQL would spend writing each page into its log as well.
    await asOwner(maintenanceUrl, `create database ${name} template passerelle strategy file_copy`)
    setMasterKeys([masterKeyFrom(key)])
    connectDatabase(appUrl, { size: connections })
    startListening()
    // Another file of this worker may have had a server with an address of its own.
    configureAddresses(new URL('http://localhost:3000'))
    dataFolder = await scratchFolder('files')
    configureStorage({ dataFolder, bucket: undefined })
  })
  afterAll(async () => {
    moveClock(0)
    await stopListening()
    await disconnectDatabase()
    await rm(dataFolder, { recursive: true, force: true })
    await asOwner(maintenanceUrl, `drop database ${name} with (force)`)
  })

  return {
    appUrl,
    ownerUrl,
    key,
    get dataFolder() {
      return dataFolder
    },
    cast,
    as: who => ({
      kind: 'person',
      communityId: cast.communityId,
      memberId: cast.people[who].memberId,
      accountId: cast.people[who].accountId,
      sessionId: '0',
      role: people[who].role,
      language: people[who].language,
    }),
  }
}

/** Vitest numbers its workers, and gives the number of one that ended to the next. */
function ofThisWorker(): PostgresUrls {
  const all = inject('databases')
  const found = all[Number(process.env.VITEST_POOL_ID) % all.length]
  if (!found) throw new Error(`no PostgreSQL for worker ${process.env.VITEST_POOL_ID}`)
  return found
}

/** Events written since the last call, as `topic.verb`, oldest first: a test says which were written and that there are no others. */
export function watchEvents(): () => Promise<string[]> {
  let last = '0'
  return async () => {
    const written = await rows<{ id: string; topic: string; verb: string }>(
      sql`select id, topic, verb from events where id > ${last} order by id`,
    )
    last = written.at(-1)?.id ?? last
    return written.map(event => `${event.topic}.${event.verb}`)
  }
}

/** Waits until `look` answers something, for at most `seconds`. */
export async function until<T>(
  look: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  seconds = 5,
): Promise<T> {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${look}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** The one subscription stands at the service, and is kept here: before that nobody could end it or check what it signs. */
export async function untilSubscribed(hooks: ReadonlyMap<string, unknown>): Promise<void> {
  await until(async () => {
    const ids = [...hooks.keys()]
    const kept = await rows(sql`select from subscriptions where external_id = any(${ids}::text[])`)
    return ids.length === 1 && kept.length === 1
  })
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

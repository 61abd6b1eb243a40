import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { castPassword, people } from '../../sandbox/cast.ts'
import { type RunningSandbox, startSandbox } from '../../sandbox/serve.ts'
import { startServer } from '../../server/main.ts'
import { readConfig } from '../../server/platform/config.ts'
import { disconnectDatabase } from '../../server/platform/db.ts'
import { stopListening } from '../../server/platform/listen.ts'
import { masterKeyFrom } from '../../server/platform/secrets.ts'
import { writeSetting } from '../../server/platform/settings.ts'
import type { TestDatabase } from './database.ts'
import { freePort } from './free-port.ts'

export interface TestApp {
  readonly origin: string
  readonly sandbox: RunningSandbox
}

/** The whole program, listening, in the try-out's mode, on this test file's database. */
export function useApp(database: TestDatabase): TestApp {
  let origin = ''
  let sandbox: RunningSandbox | undefined
  let server: { stop(): Promise<void> } | undefined
  beforeAll(async () => {
    const cast = Object.values(people).map(({ name, email, role }) => ({ name, email, role, password: castPassword }))
    await writeSetting('mode', 'tryout')
    await writeSetting('tryout_cast', cast)
    // The program opens the database anew, as it does at its start.
    await stopListening()
    await disconnectDatabase()
    const config = readConfig({ PORT: String(await freePort()), PASSERELLE_DATA: database.dataFolder }, 'tryout')
    sandbox = await startSandbox({ port: 0 })
    const keys = [masterKeyFrom(randomBytes(32))]
    const log = pino({ level: 'silent' })
    server = await startServer({ config, databaseUrl: database.appUrl, keys, log, sandboxOrigin: sandbox.origin })
    origin = config.publicUrl.origin
  })
  afterAll(async () => {
    await server?.stop()
    await sandbox?.stop()
  })
  return {
    get origin() {
      return origin
    },
    get sandbox() {
      if (!sandbox) throw new Error('the sandbox is there once the test file has begun')
      return sandbox
    },
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll } from 'vitest'
import type { TestDatabase } from './database.ts'
import { freePort } from './free-port.ts'

/** The real program as a process of its own on this test's database, with these variables; `sandbox`: where the services are played for it. */
export function useRealProgram(
  database: TestDatabase,
  variables: () => Record<string, string> = () => ({}),
  sandbox: () => string = () => '',
) {
  let port = 0
  let program: ChildProcess | undefined
  beforeAll(async () => {
    port = await freePort()
    const args = [database.appUrl, database.key.toString('hex'), sandbox(), String(port), JSON.stringify(variables())]
    program = fork(new URL('other-server.js', import.meta.url), args, { execArgv: [] })
    await once(program, 'message')
  })
  afterAll(async () => {
    if (!program) return
    const ended = once(program, 'exit')
    program.disconnect()
    await ended
  })
  return {
    get origin() {
      return `http://localhost:${port}`
    },
  }
}

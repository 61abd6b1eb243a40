import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startPostgres } from '../../server/platform/postgres.ts'
import { until } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { ask, ownFolder, startProgram, untilReady } from './program.ts'

const log = pino({ level: 'silent' })

test('while any database is away each door says so at once; when it is back so is the server', async () => {
  const folder = join(await ownFolder(), 'database')
  const port = await freePort()
  let postgres = await startPostgres({ folder, log })
  const program = startProgram(['serve'], {
    env: {
      DATABASE_URL: postgres.appUrl,
      MIGRATE_DATABASE_URL: postgres.ownerUrl,
      PASSERELLE_KEY: randomBytes(32).toString('hex'),
      PORT: String(port),
    },
  })
  await untilReady(port, program)

  await postgres.stop()
  const end = Date.now() + 2_500
  while (Date.now() < end) {
    const [api, hook, ready, live] = await Promise.all([
      ask(port, '/api/welcome'),
      ask(port, '/hooks/any', { body: {} }),
      ask(port, '/health/ready'),
      ask(port, '/health/live'),
    ])
    for (const answer of [api, hook]) expect(answer).toMatchObject({ status: 503, retryAfter: '1' })
    expect(ready.status).toBe(503)
    expect(live.status).toBe(200)
    expect(Math.max(api.ms, hook.ms, ready.ms)).toBeLessThan(1_200)
  }

  postgres = await startPostgres({ folder, log })
  await until(async () => (await ask(port, '/health/ready')).status === 200, 5)
  expect((await ask(port, '/api/welcome')).status).toBe(200)
  expect((await ask(port, '/hooks/any', { body: {} })).status).toBe(401)

  program.child.kill('SIGTERM')
  expect(await program.ended).toEqual({ code: 0, signal: null })
  await postgres.stop()
})

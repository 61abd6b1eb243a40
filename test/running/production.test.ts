import { randomBytes } from 'node:crypto'
import { chmod, rename, stat } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { runningPostgres, startPostgres } from '../../server/platform/postgres.ts'
import { until } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import {
  ask,
  expectSentence,
  isAlive,
  ownFolder,
  type Program,
  pidOf,
  runProgram,
  startProgram,
  untilReady,
} from './program.ts'

const password = 'a sentence nobody guesses'

describe('production on the embedded database', () => {
  let data = ''
  let port = 0
  let cookie = ''
  let program: Program
  const env = (more: Record<string, string> = {}) => ({ env: { PASSERELLE_DATA: data, PORT: String(port), ...more } })
  const visit = (code: string) => ({
    body: { code, community: 'Atelier', name: 'Mona', email: 'mona@atelier.example', password, language: 'en' },
  })

  beforeAll(async () => {
    data = join(await ownFolder(), 'data')
    port = await freePort()
    program = startProgram(['serve'], env())
    await untilReady(port, program)
  })

  test('the first visit needs the code from the log, which works once', async () => {
    const code = await until(() => /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(program.out())?.[0])
    expect((await ask(port, '/api/setup', visit('AAAA-AAAA-AAAA'))).status).toBeGreaterThanOrEqual(400)
    const made = await ask(port, '/api/setup', visit(code))
    expect(made.status, made.text).toBe(200)
    cookie = made.cookie
    expect((await ask(port, '/api/setup', visit(code))).status).toBeGreaterThanOrEqual(400)
    const welcome = JSON.parse((await ask(port, '/api/welcome')).text)
    expect(welcome).toMatchObject({ mode: 'production', setup: false, cast: [] })
  })

  test('the log has one line a request and no secret', async () => {
    await ask(port, '/api/me?token=in-the-query', { cookie })
    const lines = await until(() => {
      const found = program
        .out()
        .split('\n')
        .filter(line => line.includes('"path":"/api/me"'))
      return found.length > 0 && found
    })
    expect(lines).toHaveLength(1)
    for (const secret of [password, cookie.split('=')[1] ?? 'no cookie', 'in-the-query'])
      expect(program.out() + program.err()).not.toContain(secret)
  })

  test('the key file is for its owner only, and the doctor sees when it is not', async () => {
    const file = join(data, 'master.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(data)).mode & 0o777).toBe(0o700)
    expect(await runProgram(['doctor'], env())).toMatchObject({ code: 0, err: '' })
    await chmod(file, 0o644)
    const ill = await runProgram(['doctor'], env({ LANG: 'fr_FR.UTF-8' }))
    expect(ill.code).toBe(1)
    expect(ill.out).toMatch(/^✗ Le fichier de clé .* est lisible/m)
    await chmod(file, 0o600)
  })

  test('break-glass works while the server runs, and its link sets a password once', async () => {
    const { code, out } = await runProgram(['break-glass', 'Mona@atelier.example'], env())
    expect(code).toBe(0)
    const token = /\/welcome\/(\S+)/.exec(out)?.[1]
    const use = { body: { password: 'another sentence of hers' } }
    expect((await ask(port, `/api/one-time-links/${token}`, use)).status).toBe(200)
    expect((await ask(port, `/api/one-time-links/${token}`, use)).status).toBeGreaterThanOrEqual(400)
    const signIn = (given: string) =>
      ask(port, '/api/session', { body: { email: 'mona@atelier.example', password: given } })
    expect((await signIn(password)).status).toBeGreaterThanOrEqual(400)
    const signedIn = await signIn('another sentence of hers')
    expect(signedIn.status).toBe(200)
    cookie = signedIn.cookie
    await expectSentence(['break-glass', 'who@atelier.example'], env(), /^Nobody here has the address who@/)
    await expectSentence(['break-glass'], env(), /^Say for whom/)
    await expectSentence(['plan', 'who.example', 'essential'], env(), /^No community here has the domain who/)
    await expectSentence(['plan', 'who.example', 'golden'], env(), /^Say for which community/)
  })

  test('the audit is verified while the server runs: whole, and with a seal that was written down; changed, it says so', async () => {
    const whole = await runProgram(['audit-verify'], env())
    expect(whole).toMatchObject({ code: 0, err: '' })
    const [, entries, seal = ''] =
      /^Atelier: (\d+) entries, whole\. The last seal is (\S+): write it down/m.exec(whole.out) ?? []
    expect(Number(entries)).toBeGreaterThan(2)
    expect(await runProgram(['audit-verify', seal], env())).toMatchObject({ code: 0 })
    const { ownerUrl = '' } = (await runningPostgres(data)) ?? {}
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    const act = (action: string) =>
      client.query('update audit set action = $1 where id = (select min(id) from audit)', [action])
    const { rows } = await client.query<{ action: string }>('select action from audit order by id limit 1')
    await act('nobody.was_here')
    const changed = await runProgram(['audit-verify', `${seal.slice(0, -1)}?`], env())
    await act(rows[0]?.action ?? '')
    await client.end()
    expect(changed.code).toBe(1)
    expect(changed.out).toMatch(/^Atelier: .*\(place 1, entry \d+\)/m)
    expect(changed.out).toMatch(/is in no chain/)
    expect(await runProgram(['audit-verify', seal], env())).toMatchObject({ code: 0 })
  })

  test('what a stop has still to write is little', async () => {
    const { ownerUrl = '' } = (await runningPostgres(data)) ?? {}
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    try {
      // Making the cluster and its tables writes some ten megabytes; what people wrote since is next to nothing.
      await until(async () => {
        const { rows } = await client.query<{ left: number }>(
          'select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 as left from pg_control_checkpoint()',
        )
        return rows[0] && rows[0].left < 2_000_000
      })
      expect((await client.query("select current_setting('checkpoint_timeout') as every")).rows[0].every).toBe('1min')
    } finally {
      await client.end()
    }
  })

  test('it stops within a second of SIGTERM, open streams and kept connections included', async () => {
    const postgres = await pidOf(data, 'postgres/postmaster.pid')
    const stream = get({ port, path: '/live', headers: { cookie } })
    stream.on('error', () => {})
    await new Promise(resolve => stream.once('response', response => response.resume().once('data', resolve)))
    const begun = performance.now()
    program.child.kill('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(isAlive(postgres)).toBe(false)
  })

  test('the try-out refuses these data', async () => {
    await expectSentence(['start'], env(), /a real company’s: run “passerelle serve”/)
  })

  test('another key, or none, stops the start', async () => {
    const other = randomBytes(32).toString('hex')
    await expectSentence(['serve'], env({ PASSERELLE_KEY: other }), /^This is not the master key/)
    await expectSentence(['serve'], env({ PASSERELLE_KEY: 'short' }), /^The master key must be 32 bytes/)
    const file = join(data, 'master.key')
    await rename(file, `${file}.away`)
    await expectSentence(['serve'], env(), /^The key file .* is gone/)
    await rename(`${file}.away`, file)
  })

  test('break-glass works with the server stopped, and the audit has a row of each', async () => {
    const { code, out, err } = await runProgram(['break-glass', 'mona@atelier.example'], env())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`http://localhost:${port}/welcome/`)
    const postgres = await startPostgres({ folder: data, log: pino({ level: 'silent' }) })
    const client = new pg.Client({ connectionString: postgres.appUrl })
    await client.connect()
    const { rows } = await client.query("select count(*)::int as count from audit where action = 'person.glass_broken'")
    await expect(client.query('delete from audit')).rejects.toThrow(/permission denied/)
    await client.end()
    await postgres.stop()
    expect(rows).toEqual([{ count: 2 }])
  })
})

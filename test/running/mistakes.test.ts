import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { expectSentence, ownFolder, runProgram } from './program.ts'

const key = randomBytes(32).toString('base64')

describe('a mistake at the start is one sentence', () => {
  const database = useDatabase()
  let empty = ''
  beforeAll(async () => {
    empty = await ownFolder()
  })
  /** A folder of its own too: where somebody ran `npm start` before, the ordinary one holds a key. */
  const named = (): Record<string, string> => ({
    DATABASE_URL: database.appUrl,
    MIGRATE_DATABASE_URL: database.ownerUrl,
    PASSERELLE_DATA: empty,
  })

  test.concurrent.each<[string, string[], Record<string, string>, RegExp]>([
    ['a command that is none', ['strat'], {}, /^There is no command “strat”: “passerelle help”/],
    ['a database elsewhere without a key', ['serve'], {}, /^PASSERELLE_KEY is not set/],
    [
      'nobody at DATABASE_URL',
      ['serve'],
      { DATABASE_URL: 'postgresql://a:s3cret@127.0.0.1:9/b' },
      /^The database of DATABASE_URL cannot be reached \(.*ECONNREFUSED/,
    ],
    [
      'nobody at it, for migrate',
      ['migrate'],
      { MIGRATE_DATABASE_URL: 'postgresql://127.0.0.1:9/b' },
      /^The database of MIGRATE_DATABASE_URL/,
    ],
    [
      'no database yet',
      ['break-glass', 'a@b.example'],
      { DATABASE_URL: '', PASSERELLE_DATA: './nothing-here' },
      /^There is no database in .*nothing-here yet/,
    ],
  ])('%s', async (_, words, env, sentence) => {
    await expectSentence(words, { env: { ...named(), ...env } }, sentence)
  })

  test('several mistakes are said at once, and no password is repeated', async () => {
    const env = { PORT: 'x', SMTP_URL: 'mail.example:s3cret', DATABASE_URL: 'mysql://a:s3cret@b/c' }
    const { code, err } = await runProgram(['serve'], { env })
    expect(code).toBe(1)
    expect(
      err
        .trim()
        .split('\n')
        .map(line => line.split(' ')[0]),
    ).toEqual(['PORT', 'DATABASE_URL', 'SMTP_URL'])
    expect(err).not.toContain('s3cret')
  })

  test('a port that is taken', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    const env = { ...named(), PASSERELLE_KEY: key, PORT: String(port) }
    await expectSentence(['serve'], { env }, new RegExp(`^Port ${port} is taken by another program`))
    await new Promise(resolve => other.close(resolve))
  })

  test('a data folder that cannot be written', async () => {
    const folder = await ownFolder()
    await chmod(folder, 0o555)
    // Root may write everywhere.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined
    await expectSentence(['serve'], { env: { PASSERELLE_DATA: folder }, uid }, /^The data folder .* cannot be written/)
  })

  test('a role that may not migrate what has to be migrated', async () => {
    const other = database.appUrl.replace(/\/test_\w+\?/, '/template1?')
    await expectSentence(
      ['serve'],
      { env: { DATABASE_URL: other, PASSERELLE_KEY: key, PASSERELLE_DATA: empty } },
      /this role may not .*MIGRATE_DATABASE_URL/,
    )
  })

  test('the server’s role alone suffices once somebody migrated; the doctor says what is well', async () => {
    const env = { DATABASE_URL: database.appUrl, PASSERELLE_KEY: key, PASSERELLE_DATA: empty }
    const { code, out } = await runProgram(['doctor'], { env })
    expect(code).toBe(0)
    expect(out).toMatch(/^✓ The server’s database role cannot change or delete audit rows/m)
    expect(await runProgram(['migrate'], { env: named() })).toMatchObject({
      code: 0,
      out: 'The database was up to date.\n',
    })
    const owner = await runProgram(['doctor'], { env: { ...env, DATABASE_URL: database.ownerUrl } })
    expect(owner.out).toMatch(/^· The server connects as a role that could change audit rows/m)
  })
})

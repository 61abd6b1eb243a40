import { createServer } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { castPassword, people } from '../../sandbox/cast.ts'
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

/** One try-out, lived through in order: what a newcomer does, and what may happen to them. */
describe('the try-out', () => {
  let data = ''
  let port = 0
  let cookie = ''
  let program: Program
  const env = (): Record<string, string> => ({ PASSERELLE_DATA: data, PORT: String(port) })

  beforeAll(async () => {
    data = join(await ownFolder(), 'data')
    port = await freePort()
    program = startProgram([], { env: env(), typed: ['npm', 'start'] })
    await untilReady(port, program)
  })

  test('one command opens a page, and says who to sign in as', async () => {
    const page = await ask(port, '/')
    expect(page.status).toBe(200)
    expect(page.text).toContain('<html')
    await until(() => program.out().includes(`http://localhost:${port}`))
    expect(program.out()).toContain(people.ana.email)
    expect(program.out()).toContain(castPassword)
    const signedIn = await ask(port, '/api/session', { body: { email: people.noor.email, password: castPassword } })
    expect(signedIn.status).toBe(200)
    cookie = signedIn.cookie
  })

  test('a second start on the same data refuses, in the operator’s language', async () => {
    const other = { ...env(), PORT: String(await freePort()) }
    await expectSentence(['start'], { env: other }, /^Another Passerelle \(process \d+\) works on the data/)
    await expectSentence(
      ['serve'],
      { env: { ...other, LANG: 'fr_FR.UTF-8' } },
      /^Un autre Passerelle \(processus \d+\)/,
    )
  })

  test('PostgreSQL is started again when it dies; meanwhile nothing but “come back in a second”, at once', async () => {
    const node = await pidOf(data, 'passerelle.lock')
    const before = await pidOf(data, 'postgres/postmaster.pid')
    process.kill(before, 'SIGKILL')
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    await until(async () => {
      answers.push(await ask(port, '/api/me', { cookie }))
      const postgres = await pidOf(data, 'postgres/postmaster.pid')
      return postgres !== before && answers.at(-1)?.status === 200
    }, 15)
    const refused = answers.filter(answer => answer.status !== 200)
    expect(new Set(refused.map(answer => answer.status))).toEqual(new Set(refused.length > 0 ? [503] : []))
    expect(refused.filter(answer => answer.retryAfter !== '1')).toEqual([])
    expect(Math.max(...answers.map(answer => answer.ms))).toBeLessThan(1_500)
    expect(await pidOf(data, 'passerelle.lock')).toBe(node)
    expect(isAlive(node)).toBe(true)
  })

  test('after kill -9 of Node nothing keeps running, and the next start has everything', async () => {
    const [node, postgres] = await Promise.all([pidOf(data, 'passerelle.lock'), pidOf(data, 'postgres/postmaster.pid')])
    process.kill(node, 'SIGKILL')
    await program.ended
    program = startProgram(['start'], { env: env() })
    await untilReady(port, program)
    expect(isAlive(postgres)).toBe(false)
    expect((await ask(port, '/api/me', { cookie })).status).toBe(200)
    expect(program.err()).toBe('')
  })

  test('Ctrl-C, which npm passes on a second time, stops it in order', async () => {
    const postgres = await pidOf(data, 'postgres/postmaster.pid')
    await until(() => program.out().includes('Ctrl-C'))
    program.child.kill('SIGINT')
    program.child.kill('SIGINT')
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(isAlive(postgres)).toBe(false)
    expect(await pidOf(data, 'passerelle.lock')).toBe(0)
  })

  test('SIGTERM to npm reaches it', async () => {
    program = startProgram([], { env: env(), typed: ['npm', 'start'] })
    await untilReady(port, program)
    await until(() => program.out().includes('Ctrl-C'))
    const postgres = await pidOf(data, 'postgres/postmaster.pid')
    program.child.kill('SIGTERM')
    await program.ended
    await until(() => !isAlive(postgres))
    expect(await pidOf(data, 'passerelle.lock')).toBe(0)
  })

  test('production refuses these data', async () => {
    await expectSentence(['serve'], { env: env() }, /a try-out’s: run “npm start”/)
  })

  test('a port that is taken, the sandbox’s too, is a sentence', async () => {
    const other = createServer().listen(port + 1, '127.0.0.1')
    await expectSentence(['start'], { env: env() }, new RegExp(`^Port ${port + 1} is taken`))
    await new Promise(resolve => other.close(resolve))
    expect((await runProgram(['help'])).out).toContain('break-glass')
  })
})

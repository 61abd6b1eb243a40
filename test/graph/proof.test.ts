/** App secret proof (workplace-graph-api.md 2.3), plain and timed, with the vectors that client-calls.md 1 publishes: secret `s`, token `TOK`. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { moveClock } from '../../server/platform/clock.ts'
import { run, sql } from '../../server/platform/db.ts'
import { hashToken } from '../../server/platform/ids.ts'
import { seal } from '../../server/platform/secrets.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
const plain = 'cf7842c06038347044e35e74f53ff76c3c9053f4d48a488d1c19823846dd3432'
const timed = 'e18aac8bfb180fd2479c83d9cd2117c54282c652300524cdc0e8244094f33c27'
const at = 1_795_401_445
let program: Program

beforeAll(async () => {
  program = await programs.make(['read_content'], ['operations'])
  await run(
    sql`update access_tokens set token_hash = ${hashToken('TOK')} where installation_id = ${program.installationId}`,
  )
  await run(sql`update apps set secret = ${seal('s', `apps:${program.appId}`)} where id = ${program.appId}`)
})
afterEach(() => moveClock(0))

const demand = (demanded: boolean) => run(sql`update apps set require_proof = ${demanded} where id = ${program.appId}`)
const setTime = (seconds: number): void => moveClock(seconds * 1_000 - Date.now())
const ask = async (query: string): Promise<number | 'in'> => {
  const { status, body } = await programs.graph(`/me?access_token=TOK${query}`)
  return status === 200 ? 'in' : body.error.code
}

test('the published proofs are right, with and without a time', async () => {
  setTime(at)
  expect(await ask('')).toBe('in')
  expect(await ask(`&appsecret_proof=${plain}`)).toBe('in')
  expect(await ask(`&appsecret_proof=${timed}&appsecret_time=${at}`)).toBe('in')
  expect(await ask(`&appsecret_proof=${plain.toUpperCase()}`)).toBe('in')
})

test('one that is sent must be right, also where none is demanded', async () => {
  setTime(at)
  for (const wrong of [
    '0'.repeat(64),
    plain.slice(1),
    '',
    `${plain}&appsecret_time=${at}`,
    timed,
    `${timed}&appsecret_time=${at + 1}`,
  ])
    expect(await ask(`&appsecret_proof=${wrong}`), wrong).toBe(100)
})

test('a proof holds for five minutes, and a clock may run ahead by one', async () => {
  const proof = `&appsecret_proof=${timed}&appsecret_time=${at}`
  for (const [later, expected] of [
    [0, 'in'],
    [5, 'in'],
    [298, 'in'],
    [303, 100],
    [86_400, 100],
    [-55, 'in'],
    [-65, 100],
  ] as const) {
    setTime(at + later)
    expect(await ask(proof), `${later} s later`).toBe(expected)
  }
})

test('where it is demanded, only the timed form is taken, in the query or a form; an app’s own token needs none', async () => {
  await demand(true)
  setTime(at)
  expect(await ask('')).toBe(100)
  expect(await ask(`&appsecret_proof=${plain}`)).toBe(100)
  expect(await ask(`&appsecret_proof=${timed}&appsecret_time=${at}`)).toBe('in')
  const posted = await programs.graph('/me/subscribed_apps', {
    method: 'POST',
    payload: `access_token=TOK&appsecret_proof=${timed}&appsecret_time=${at}`,
  })
  expect(posted.body).toEqual({ success: true })
  const headed = await programs.graph(`/me?appsecret_proof=${timed}&appsecret_time=${at}`, { token: 'TOK' })
  expect(headed.status).toBe(200)
  expect((await programs.graph('/app', { token: `${program.appId}|s` })).status).toBe(200)
  const refused = await programs.graph(`/me?access_token=TOK&appsecret_proof=${plain}`)
  expect(refused.body.error).toMatchObject({
    type: 'OAuthException',
    message: expect.stringMatching(/^Invalid appsecret_proof/),
  })
  await demand(false)
})

test('while a secret’s overlap lasts, the old one proves as well', async () => {
  await run(sql`
    update apps set previous_secret = secret, secret = ${seal('new', `apps:${program.appId}`)}, overlap_ends_at = now() + interval '1 hour'
    where id = ${program.appId}`)
  expect(await ask(`&appsecret_proof=${plain}`)).toBe('in')
  await run(sql`update apps set overlap_ends_at = now() - interval '1 second' where id = ${program.appId}`)
  expect(await ask(`&appsecret_proof=${plain}`)).toBe(100)
})

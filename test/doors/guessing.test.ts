/** threats.md A28: nobody learns by status, words or time who has an account; guessing is slowed, and no owner is locked out. */
import { expect, test } from 'vitest'
import { askForReset, signIn } from '../../contract/api/session.ts'
import { castPassword, people } from '../../sandbox/cast.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)

const enter = (email: string, password: string) =>
  server.app.inject({
    method: 'POST',
    url: `/api${signIn.path}`,
    headers: { origin: publicUrl.origin },
    payload: { email, password },
  })
const reset = (email: string) =>
  server.app.inject({
    method: 'POST',
    url: `/api${askForReset.path}`,
    headers: { origin: publicUrl.origin },
    payload: { email },
  })
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
/** The quickest says what the work itself takes: everything else is what else the machine did meanwhile. */
const quickest = (values: readonly number[]): number => Math.min(...values)
const forget = (): Promise<number> => run(sql`delete from sign_in_failures`)
const words = (body: string): string => body.replace(/"traceId":"[^"]*"/, '')

test('an unknown address and a wrong password are alike in status, words and time', async () => {
  const there: number[] = []
  const absent: number[] = []
  for (let n = 0; n < 15; n++) {
    await forget()
    there.push(await timed(() => enter(people.noor.email, `wrong ${n}`)))
    absent.push(await timed(() => enter(`nobody${n}@cobalt.example`, `wrong ${n}`)))
  }
  await forget()
  const [one, other] = [await enter(people.noor.email, 'wrong'), await enter('nobody@cobalt.example', 'wrong')]
  expect(other.statusCode).toBe(one.statusCode)
  expect(words(other.body)).toBe(words(one.body))
  // A dummy hash runs: what is left is less than a tenth of what the hash takes.
  expect(Math.abs(quickest(there) - quickest(absent))).toBeLessThan(Math.max(2, quickest(there) * 0.1))
})

test('a question for a reset says nothing either', async () => {
  const [one, other] = [await reset(people.noor.email), await reset('nobody@cobalt.example')]
  expect(one.statusCode).toBe(200)
  expect(other.statusCode).toBe(200)
  expect(other.body).toBe(one.body)
})

test('guessing is slowed; the owner gets in after a wait that is never longer than five minutes', async () => {
  await forget()
  for (let n = 0; n < 8; n++) await enter(people.ana.email, `guess ${n}`)
  const refused = await enter(people.ana.email, castPassword)
  expect(refused.statusCode).toBe(429)
  const { seconds } = refused.json().error.data
  expect(seconds).toBeLessThanOrEqual(300)
  await run(
    sql`insert into sign_in_failures (subject) select 'account ' || ${people.ana.email} from generate_series(1, 500)`,
  )
  const worst = await enter(people.ana.email, castPassword)
  expect(worst.json().error.data.seconds).toBeLessThanOrEqual(300)
  await run(sql`update sign_in_failures set at = at - interval '301 seconds'`)
  expect((await enter(people.ana.email, castPassword)).statusCode).toBe(200)
  moveClock(0)
})

test('a new session id at every sign-in; the one from before it is nobody’s', async () => {
  await forget()
  const planted = 'passerelle=planted-by-somebody'
  const first = await server.app.inject({
    method: 'POST',
    url: `/api${signIn.path}`,
    headers: { origin: publicUrl.origin, cookie: planted },
    payload: { email: people.noor.email, password: castPassword },
  })
  const second = await enter(people.noor.email, castPassword)
  const cookieOf = (answer: { headers: Record<string, unknown> }): string => String(answer.headers['set-cookie'])
  expect(cookieOf(first)).not.toContain('planted')
  expect(cookieOf(first).split(';')[0]).not.toBe(cookieOf(second).split(';')[0])
  expect(cookieOf(first)).toMatch(/HttpOnly/i)
  expect(cookieOf(first)).toMatch(/SameSite=Lax/i)
  expect((await server.app.inject({ url: '/api/me', headers: { cookie: planted } })).statusCode).toBe(401)
})

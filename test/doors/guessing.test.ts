/** threats.md A28: nobody learns by status, words or time who has an account; guessing is slowed, and no owner is locked out. */
import { expect, test } from 'vitest'
import { askForReset, changePassword, signIn } from '../../contract/api/session.ts'
import { castPassword, people } from '../../sandbox/cast.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { asServed, useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'

const database = useDatabase(asServed)
const server = useServer(database)

const enter = (email: string, password: string, cookie = '') =>
  server.app.inject({
    method: 'POST',
    url: `/api${signIn.path}`,
    headers: { origin: publicUrl.origin, ...(cookie && { cookie }) },
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
  // A dummy hash runs: what is left is less than a tenth of what the hash takes. What differs by itself differs however often it is asked.
  const apart = (): number => Math.abs(quickest(there) - quickest(absent))
  const allowed = (): number => Math.max(2, quickest(there) * 0.1)
  for (let n = 0; n < 15 || (n < 90 && apart() >= allowed()); n++) {
    const asked = [
      async () => there.push(await timed(() => enter(people.noor.email, `wrong ${n}`))),
      async () => absent.push(await timed(() => enter(`nobody${n}@cobalt.example`, `wrong ${n}`))),
    ]
    for (const ask of n % 2 ? asked : asked.toReversed()) {
      await forget()
      await ask()
    }
  }
  await forget()
  const [one, other] = [await enter(people.noor.email, 'wrong'), await enter('nobody@cobalt.example', 'wrong')]
  expect(other.statusCode).toBe(one.statusCode)
  expect(words(other.body)).toBe(words(one.body))
  expect(apart()).toBeLessThan(allowed())
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
  await guessed(people.ana.email)
  const worst = await enter(people.ana.email, castPassword)
  expect(worst.json().error.data.seconds).toBeLessThanOrEqual(300)
  await run(sql`update sign_in_failures set at = at - interval '301 seconds'`)
  expect((await enter(people.ana.email, castPassword)).statusCode).toBe(200)
  moveClock(0)
})

/** Five are free; a machine that is slow over them may see the wait of a second pass, once or twice. */
const demandSlowed = (answers: readonly { statusCode: number }[]): void => {
  const wrong = answers.filter(answer => answer.statusCode === 401).length
  expect(wrong).toBeGreaterThanOrEqual(5)
  expect(wrong).toBeLessThanOrEqual(7)
  expect(answers.filter(answer => answer.statusCode === 429)).toHaveLength(answers.length - wrong)
}
const burst = (email: string, cookie = '') =>
  Promise.all(Array.from({ length: 40 }, (_, n) => enter(email, `at once ${n}`, cookie)))
/** Somebody guessed for a while: the wait is at its longest. */
const guessed = (email: string): Promise<number> =>
  run(sql`insert into sign_in_failures (subject) select ${`account ${email}`} from generate_series(1, 20)`)
/** What a browser keeps after it signed in to this account. */
async function knownBrowser(email: string): Promise<string> {
  const found = (await enter(email, castPassword)).cookies.find(cookie => cookie.name.endsWith('-known'))
  expect(found).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  return `${found?.name}=${found?.value}`
}

test('forty at once are as many as forty one after the other', async () => {
  await forget()
  demandSlowed(await burst(people.bruno.email))
  demandSlowed(await burst('nobody@cobalt.example'))
})

test('a right password takes its own attempt away, and is never counted as a wrong one', async () => {
  await forget()
  const answers = await Promise.all(Array.from({ length: 4 }, () => enter(people.mei.email, castPassword)))
  expect(answers.map(answer => answer.statusCode)).toEqual([200, 200, 200, 200])
  expect(await rows(sql`select from sign_in_failures`)).toEqual([])
})

test('who guesses locks nobody out of their own browser, nor out of a link by mail', async () => {
  await forget()
  const [ana, noor] = [await knownBrowser(people.ana.email), await knownBrowser(people.noor.email)]
  await guessed(people.ana.email)
  expect((await enter(people.ana.email, castPassword)).statusCode).toBe(429)
  expect((await enter(people.ana.email, castPassword, ana)).statusCode).toBe(200)
  expect((await reset(people.ana.email)).statusCode).toBe(200)
  // Known to one account is not known to another, and what is made up is known to none.
  for (const cookie of [noor, 'passerelle-known=made-up', ana.slice(0, -12)])
    expect((await enter(people.ana.email, castPassword, cookie)).statusCode, cookie).toBe(429)
})

test('a browser that was taken guesses no quicker', async () => {
  await forget()
  const ana = await knownBrowser(people.ana.email)
  demandSlowed(await burst(people.ana.email, ana))
  await run(sql`insert into sign_in_failures (subject) select subject from sign_in_failures, generate_series(1, 4)`)
  // The same bytes written otherwise are the same browser.
  for (const cookie of [ana, `${ana}=`, `${ana}.`])
    expect((await enter(people.ana.email, 'x', cookie)).statusCode).toBe(429)
})

test('links by mail have a small limit of their own, the same for an address nobody has', async () => {
  for (const email of [people.lucie.email, 'nobody@cobalt.example']) {
    await forget()
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(email)))
    expect(answers.filter(answer => answer.statusCode === 200)).toHaveLength(3)
    const refused = answers.find(answer => answer.statusCode === 429)
    expect(refused?.json().error.code).toBe('reset_throttled')
    expect(refused?.headers['retry-after']).toBe('1')
    expect((await enter(people.lucie.email, castPassword)).statusCode).toBe(200)
  }
})

test('wrong passwords from outside do not keep who is signed in from changing theirs', async () => {
  await forget()
  await guessed(people.samir.email)
  const change = (current: string) =>
    server.refused('samir', changePassword, { body: { current, password: 'a bell on every bike' } })
  for (let n = 0; n < 5; n++) expect((await change('not it')).code).toBe('password_wrong')
  expect((await change('not it')).code).toBe('sign_in_throttled')
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

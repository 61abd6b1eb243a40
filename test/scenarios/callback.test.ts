/**
 * Coming back from a service's sign-in with what was not begun here (threats.md A10, A11): every swap, replay and stranger is refused, no code goes
 * to anybody, and the browser ends on a page of ours that says what to do.
 */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkAccount, listLinkedAccounts } from '../../contract/api/linking.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const zoom = useService('zoom', database, server, services)
const beginAgain = '/?problem=sign_in_state'

beforeAll(async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await zoom.enable(['workshop'], 'zu-bruno', { cloud: 'commercial', secretToken: 'zoom-secret-token' })
}, 30_000)
beforeEach(async () => {
  await run(sql`delete from linked_accounts where member_id = any(${[id('bruno'), id('zoe'), id('noor')]}::bigint[])`)
})

const id = (who: CastName): string => database.cast.people[who].memberId
type Service = typeof jira
const exchanges = ({ played }: Service): number => played().calls.filter(call => /POST .*\/token$/.test(call)).length

/** Begins, signs in at the service, and answers the address the service sends the browser to. */
async function sentBack(who: CastName, service: Service, person: string | undefined, returnTo = '/'): Promise<URL> {
  const { signInUrl } = await server.call(who, linkAccount, { params: service.params, body: { returnTo } })
  const form = new URL(signInUrl).searchParams
  if (person) form.set('person', person)
  const back = await fetch(signInUrl, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(back.headers.get('location') ?? '')
}

/** Where the browser with this cookie ends up, after the origin. */
async function comeBack(cookie: string | undefined, { pathname, search }: URL): Promise<string> {
  const answer = await server.app.inject({ url: pathname + search, headers: cookie ? { cookie } : {} })
  expect(answer.statusCode).toBe(302)
  expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  const next = new URL(String(answer.headers.location))
  expect(next.origin).toBe(ourOrigin())
  expect(next.searchParams.has('code')).toBe(false)
  return next.pathname + next.search
}

const ourOrigin = (): string => {
  const { port } = server.app.server.address() as { port: number }
  return `http://127.0.0.1:${port}`
}

async function accountsOf(who: CastName): Promise<string[]> {
  const { items } = await server.call(who, listLinkedAccounts)
  return items.filter(item => item.label !== null).map(item => item.integrationId)
}

/** It comes to nothing: no code is exchanged, nobody has an account. */
async function comesToNothing(cookie: string | undefined, back: URL, page = beginAgain): Promise<void> {
  const before = exchanges(jira) + exchanges(zoom)
  expect(await comeBack(cookie, back)).toBe(page)
  expect(exchanges(jira) + exchanges(zoom)).toBe(before)
  for (const who of ['bruno', 'zoe', 'noor'] as const) expect(await accountsOf(who)).toEqual([])
}

test('who began it here and now comes back linked, once', async () => {
  const back = await sentBack('bruno', jira, 'bruno', '/account?tab=1')
  const cookie = await server.cookie('bruno')
  const before = exchanges(jira)
  const ends = await Promise.all(Array.from({ length: 50 }, () => comeBack(cookie, back)))
  expect(ends.filter(end => end === '/account?tab=1&connected=jira')).toHaveLength(1)
  expect(ends.filter(end => end === beginAgain)).toHaveLength(49)
  expect(exchanges(jira)).toBe(before + 1)
  expect(await accountsOf('bruno')).toEqual(['jira'])
  expect(await comeBack(cookie, back)).toBe(beginAgain)
})

describe('refused, with nothing linked', () => {
  test('in somebody else’s browser: nobody is given another’s account (login CSRF)', async () => {
    const back = await sentBack('zoe', jira, 'zoe')
    await comesToNothing(await server.cookie('noor'), back)
    // A state that was shown around is used up, for whoever began it too.
    await comesToNothing(await server.cookie('zoe'), back)
  })

  test('in another session of the same person', async () => {
    await comesToNothing(await server.session('bruno'), await sentBack('bruno', jira, 'bruno'))
  })

  test('with nobody signed in, who is led to the sign-in', async () => {
    await comesToNothing(undefined, await sentBack('bruno', jira, 'bruno'), '/sign-in?problem=sign_in_state')
  })

  test('at another provider’s address (mix-up)', async () => {
    const back = await sentBack('bruno', jira, 'bruno')
    back.pathname = back.pathname.replace('jira', 'zoom')
    await comesToNothing(await server.cookie('bruno'), back)
    back.pathname = '/connect/nowhere/callback'
    await comesToNothing(await server.cookie('bruno'), back)
  })

  test('after ten minutes', async () => {
    const back = await sentBack('bruno', jira, 'bruno')
    const [kept] = await rows<{ minutes: number }>(
      sql`select round(extract(epoch from ends_at - now()) / 60)::int as minutes from oauth_states`,
    )
    expect(kept?.minutes).toBe(10)
    await run(sql`update oauth_states set ends_at = now() - interval '1 second'`)
    await comesToNothing(await server.cookie('bruno'), back)
  })

  test.each([
    ['none', ''],
    ['an empty one', '?state=&code=x'],
    ['an invented one', '?state=invented&code=x'],
    ['two', '?state=a&state=b&code=x'],
    ['a very long one', `?state=${'x'.repeat(5_000)}&code=x`],
  ])('with a state that is not ours: %s', async (_, query) => {
    await comesToNothing(await server.cookie('bruno'), new URL(`/connect/jira/callback${query}`, publicUrl))
  })

  test('when it was switched off meanwhile', async () => {
    const back = await sentBack('bruno', jira, 'bruno')
    await run(sql`update installations set state = 'disabled' where integration_id = 'jira'`)
    try {
      await comesToNothing(await server.cookie('bruno'), back)
    } finally {
      await run(sql`update installations set state = 'enabled' where integration_id = 'jira'`)
    }
  })
})

test('a code that was given for another sign-in opens nothing: each is bound to its verifier', async () => {
  const [mine, theirs] = [await sentBack('bruno', zoom, 'zu-bruno'), await sentBack('zoe', zoom, 'zu-zoe')]
  mine.searchParams.set('code', theirs.searchParams.get('code') ?? '')
  expect(await comeBack(await server.cookie('bruno'), mine)).toBe('/?problem=invalid_grant')
  expect(await accountsOf('bruno')).toEqual([])
})

test('a refusal at the service is said in its own short word, never in a sentence somebody wrote into the address', async () => {
  const cookie = await server.cookie('bruno')
  expect(await comeBack(cookie, await sentBack('bruno', jira, undefined, '/account?problem=x&connected=y'))).toBe(
    '/account?problem=access_denied',
  )
  const back = await sentBack('bruno', jira, undefined)
  back.searchParams.set('error', 'Call 555-0100 and say your password')
  expect(await comeBack(cookie, back)).toBe('/?problem=no_code')
  expect(await accountsOf('bruno')).toEqual([])
})

test.each(['//elsewhere.test/', '/\\elsewhere.test', 'https://elsewhere.test/', 'javascript:alert(1)', ''])(
  'nobody is led to %s',
  async returnTo => {
    const answer = await server.refused('bruno', linkAccount, { params: jira.params, body: { returnTo } })
    expect(answer.status).toBe(400)
  },
)

test.each([
  '/\t/elsewhere.test',
  '/.//elsewhere.test',
  '/@elsewhere.test',
  '/%2f%2felsewhere.test',
  '/..//elsewhere.test',
])('what looks like elsewhere ends here: %j', async returnTo => {
  const back = await sentBack('bruno', jira, 'bruno', returnTo)
  expect(await comeBack(await server.cookie('bruno'), back)).toMatch(/connected=jira$/)
})

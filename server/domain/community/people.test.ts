import { afterEach, expect, test } from 'vitest'
import * as people from '../../../contract/api/people.ts'
import * as session from '../../../contract/api/session.ts'
import { people as cast, castPassword } from '../../../sandbox/cast.ts'
import { asServed, useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { publicUrl, useServer } from '../../../test/harness/server.ts'
import { one, run, sql } from '../../platform/db.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const id = (who: keyof typeof cast): string => database.cast.people[who].memberId
afterEach(() => server.signInAgain())
const owners = async (): Promise<number> =>
  (await one<{ n: number }>(sql`select count(*)::int as n from members where role = 'system_administrator' and active`))
    .n

test('twenty who demote one another at once leave an owner, and each hears what became of it', async () => {
  const both = ['ana', 'theo'] as const
  for (let round = 0; round < 5; round++) {
    const cookies = await Promise.all(both.map(server.cookie))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        server.app.inject({
          method: people.changeRole.method,
          url: `/api/people/${id(both[(n + 1) % 2] ?? 'ana')}/role`,
          headers: { origin: publicUrl.origin, cookie: cookies[n % 2] ?? '' },
          payload: { role: 'member' },
        }),
      ),
    )
    expect(await owners()).toBe(1)
    const said = answers.map(answer => (answer.statusCode === 200 ? 'done' : answer.json().error.code))
    expect(said).toContain('done')
    for (const one of said) expect(['done', 'forbidden', 'last_owner', 'sign_in_needed']).toContain(one)
    await run(sql`update members set role = 'system_administrator' where id in (${id('ana')}, ${id('theo')})`)
    server.signInAgain()
  }
})

test('the last owner is not demoted, deactivated or removed by anybody', async () => {
  await run(sql`update members set role = 'member' where id = ${id('theo')}`)
  expect(
    await server.refused('ana', people.changeRole, { params: { memberId: id('ana') }, body: { role: 'member' } }),
  ).toMatchObject({ code: 'last_owner' })
  expect(await server.refused('mei', people.deactivatePerson, { params: { memberId: id('ana') } })).toMatchObject({
    code: 'forbidden',
  })
  expect(await server.refused('ana', people.deactivatePerson, { params: { memberId: id('ana') } })).toMatchObject({
    code: 'not_yourself',
  })
  await run(sql`update members set role = 'system_administrator' where id = ${id('theo')}`)
})

test('people may be managed by those whose role says so', async () => {
  const tries = [
    { who: undefined, code: 'sign_in_needed' },
    { who: 'noor', code: 'forbidden' },
    { who: 'samir', code: 'forbidden' },
  ] as const
  for (const { who, code } of tries) {
    const refused = await server.refused(who, people.listPeople)
    expect(refused.code, String(who)).toBe(code)
    expect(refused.body).not.toContain('cobalt.example')
  }
  expect((await server.call('mei', people.listPeople)).items.length).toBe(Object.keys(cast).length)
})

test('an account manager neither makes nor touches administrators', async () => {
  const refused = await server.refused('mei', people.invitePerson, {
    body: { name: 'X', email: 'x@cobalt.example', role: 'system_administrator' },
  })
  expect(refused.code).toBe('forbidden')
  expect((await server.refused('mei', people.makeLink, { params: { memberId: id('ana') } })).code).toBe('forbidden')
})

test('somebody is invited, joins by the link once, and is deactivated at once everywhere', async () => {
  const events = watchEvents()
  const handed = await server.call('mei', people.invitePerson, {
    body: { name: 'Iris Petit', email: 'iris@cobalt.example', role: 'member' },
  })
  expect(handed.person.state).toBe('invited')
  const tokenKey = handed.link.split('/').at(-1) ?? ''
  expect((await server.call(undefined, session.getOneTimeLink, { params: { tokenKey } })).community).toBe(
    'Cobalt & Fils',
  )
  const weak = await server.refused(undefined, session.useOneTimeLink, {
    params: { tokenKey },
    body: { password: 'password1' },
  })
  expect(weak.code).toBe('password_weak')
  const joined = await server.call(undefined, session.useOneTimeLink, {
    params: { tokenKey },
    body: { password: 'a bell on every bike' },
  })
  expect(joined.name).toBe('Iris Petit')
  expect(
    (
      await server.refused(undefined, session.useOneTimeLink, {
        params: { tokenKey },
        body: { password: 'a bell on every bike' },
      })
    ).code,
  ).toBe('link_spent')
  await server.call('mei', people.deactivatePerson, { params: { memberId: joined.memberId } })
  const again = await server.refused(undefined, session.signIn, {
    body: { email: 'iris@cobalt.example', password: 'a bell on every bike' },
  })
  expect(again.code).toBe('sign_in_failed')
  expect(new Set(await events())).toEqual(new Set(['member.created', 'session.deleted', 'member.changed']))
  expect(handed.link).toContain('/welcome/')
})

test('a wrong password, an unknown address and a seat that is gone answer alike', async () => {
  const answers = await Promise.all([
    server.refused(undefined, session.signIn, { body: { email: cast.lucie.email, password: 'not it' } }),
    server.refused(undefined, session.signIn, { body: { email: 'nobody@cobalt.example', password: castPassword } }),
  ])
  expect(answers.map(answer => answer.code)).toEqual(['sign_in_failed', 'sign_in_failed'])
  const [first, second] = answers.map(answer => JSON.parse(answer.body).error.message)
  expect(first).toBe(second)
})

test('too many wrong passwords wait, and the right one works after the wait', async () => {
  const email = cast.bruno.email
  for (let n = 0; n < 6; n++)
    await server.refused(undefined, session.signIn, { body: { email, password: `wrong ${n}` } })
  expect((await server.refused(undefined, session.signIn, { body: { email, password: castPassword } })).code).toBe(
    'sign_in_throttled',
  )
  await run(sql`update sign_in_failures set at = at - interval '10 minutes'`)
  expect((await server.call(undefined, session.signIn, { body: { email, password: castPassword } })).name).toBe(
    cast.bruno.name,
  )
})

test('a change of role ends the sessions of who it is about', async () => {
  await server.call('zoe', session.getMe)
  await server.call('ana', people.changeRole, { params: { memberId: id('zoe') }, body: { role: 'content_moderator' } })
  expect((await server.refused('zoe', session.getMe)).code).toBe('sign_in_needed')
})

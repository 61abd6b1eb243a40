/** Hidden equals missing (design.md rule 7), on every route: what is somebody else's answers as what was never there, and stays as it is. */
import { beforeAll, expect, test } from 'vitest'
import type { Route } from '../../contract/api/route.ts'
import { sessionCookie } from '../../server/http/caller.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { hashToken, newToken } from '../../server/platform/ids.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'
import { allRoutes, knownParams } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
const routes = await allRoutes()
const missing = '999999999999'
const marker = 'Operations'
let stranger = ''
let known: Readonly<Record<string, readonly string[]>> = {}

/** The owner of another community on the same server, who may do everything, there. */
beforeAll(async () => {
  const account = await one<{ id: string }>(
    sql`insert into accounts (email) values ('owner@other.example') returning id`,
  )
  const community = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('Other', 'other.example') returning id`,
  )
  await run(sql`
    insert into members (community_id, kind, account_id, name, email, role) values (${community.id}, 'person', ${account.id}, 'Olga Other', 'owner@other.example', 'system_administrator')`)
  const token = newToken()
  await run(sql`
    insert into sessions (token_hash, account_id, community_id, ends_at) values (${hashToken(token)}, ${account.id}, ${community.id}, now() + interval '1 hour')`)
  stranger = `${sessionCookie()}=${token}`
  known = await knownParams()
})

/** Rows of the first community that anything could have touched. */
const state = async (): Promise<string> => {
  const tables = [
    'posts',
    'comments',
    'groups',
    'memberships',
    'members',
    'reactions',
    'notifications',
    'installations',
    'audit',
    'invitations',
  ].slice(0, 9)
  const found = await Promise.all(
    tables.map(name =>
      rows<{ hash: string }>({
        text: `select md5(string_agg(t::text, '|' order by t::text)) as hash from ${name} t where community_id = $1`,
        values: [database.cast.communityId],
      }),
    ),
  )
  return JSON.stringify(found)
}

async function ask(route: Route, fill: (name: string) => string, cookie: string | undefined, body: object) {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => fill(name))
  const answer = await server.app.inject({
    method: route.method,
    url: `/api${path}`,
    headers: { origin: publicUrl.origin, ...(cookie && { cookie }) },
    ...(route.method !== 'GET' && { payload: body }),
  })
  // The number of the request is each one's own; an id is said back only as it was asked.
  return { status: answer.statusCode, body: answer.body.replace(/"traceId":"[^"]*"/, '') }
}

const bodies: readonly object[] = [
  {},
  {
    text: 'x',
    kind: 'like',
    role: 'admin',
    groupIds: [missing],
    memberIds: [missing],
    name: 'x',
    hidden: true,
    admit: true,
    choice: 'never',
    values: {},
    idempotencyKey: 'stranger-1',
  },
]

test('to the owner of another community, everything of this one is missing', async () => {
  const before = await state()
  const withIds = routes.filter(route => /:\w+Id\b/.test(route.path))
  expect(withIds.length).toBeGreaterThan(30)
  for (const route of withIds)
    for (const body of bodies) {
      const absent = await ask(route, name => (name.endsWith('Key') ? '0' : missing), stranger, body)
      for (const id of 'abc'.split('').map((_, n) => n)) {
        const foreign = await ask(
          route,
          name => (name.endsWith('Key') ? '0' : (known[name]?.[id] ?? missing)),
          stranger,
          body,
        )
        expect(foreign, `${route.method} ${route.path}`).toEqual(absent)
        expect(foreign.body).not.toContain(marker)
      }
    }
  expect(await state()).toBe(before)
})

test('without a session there is nothing but the door', async () => {
  const before = await state()
  for (const route of routes.filter(one => one.caller === 'member')) {
    const answer = await ask(
      route,
      name => (name.endsWith('Key') ? 'jira' : (known[name]?.[0] ?? missing)),
      undefined,
      bodies[1] ?? {},
    )
    expect([400, 401], `${route.method} ${route.path}`).toContain(answer.status)
    expect(answer.body).not.toContain(marker)
  }
  expect(await state()).toBe(before)
})

test('a session whose seat is gone opens nothing', async () => {
  const cookie = await server.session('lucie')
  const [member] = await rows<{ id: string }>(sql`
    update members set active = false where id = ${database.cast.people.lucie.memberId} returning id`)
  expect(member).toBeDefined()
  for (const route of routes.filter(one => one.caller === 'member' && one.method === 'GET')) {
    const answer = await ask(route, name => (name.endsWith('Key') ? 'jira' : (known[name]?.[0] ?? missing)), cookie, {})
    expect([400, 401, 403], `${route.method} ${route.path}`).toContain(answer.status)
    expect(answer.body).not.toContain(marker)
  }
  await run(sql`update members set active = true where id = ${database.cast.people.lucie.memberId}`)
})

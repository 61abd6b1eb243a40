/** A bot of two groups among fifty (threats.md A16) holds every permission and tries everything on the others, also by what it learned while it was inside. */
import { beforeAll, expect, test } from 'vitest'
import { leaveGroup } from '../../server/domain/groups/join-group.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { markSeen } from '../../server/domain/posts/seen.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { everyScoped, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { everyRow } from './foreign.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
let bot: Program
const others: { groupId: string; postId: string; commentId: string }[] = []
const call = async (method: string, path: string, payload?: object) =>
  await programs.graph(path, { token: bot.token, method, ...(payload && { payload }) })

beforeAll(async () => {
  bot = await programs.make(everyScoped, ['operations', 'workshop'])
  const { communityId, people, groups } = database.cast
  const made = await rows<{ id: string }>(sql`
    insert into groups (community_id, name, privacy, created_by)
    select ${communityId}, 'ESCAPED ' || n, (array['open', 'closed', 'secret'])[1 + n % 3], ${people.mei.memberId} from generate_series(1, 45) as n returning id`)
  // Zoé is in the workshop and in all of the others; Mei in none that the bot has.
  await run(sql`
    insert into memberships (community_id, group_id, member_id, role)
    select ${communityId}, g.id, m.id, 'member' from unnest(${made.map(one => one.id)}::bigint[]) as g(id), unnest(${[people.zoe.memberId, people.mei.memberId]}::bigint[]) as m(id)`)
  for (const groupId of [groups.everyone, groups.board, groups.leaders, ...made.map(one => one.id)]) {
    const post = await createPost(database.as('mei'), { groupId, text: 'ESCAPED https://docs.example/escaped' }).catch(
      () => undefined,
    )
    if (!post) continue
    const comment = await createComment(database.as('mei'), { postId: post.id, text: 'ESCAPED' })
    others.push({ groupId, postId: post.id, commentId: comment.id })
  }
})

test('nothing of forty operations on each of the other groups succeeds, and nothing is said', async () => {
  expect(others.length).toBeGreaterThanOrEqual(47)
  const before = await everyRow()
  const zoe = database.cast.people.zoe.memberId
  const mine = database.cast.groups.operations
  for (const [g, { groupId, postId, commentId }] of others.entries()) {
    const [post, comment] = [`${groupId}_${postId}`, `${postId}_${commentId}`]
    // Each group gets a third of them, and each of them a third of the groups.
    const all: [string, string, object?][] = [
      ...['', '/feed', '/members', '/admins', '/moderators', '/member_requests', '/former_members', '/groups'].map(
        (edge): [string, string] => ['GET', `/${groupId}${edge}`],
      ),
      ...[post, postId, `${mine}_${postId}`, comment, commentId].flatMap((id): [string, string][] => [
        ['GET', `/${id}`],
        ['GET', `/${id}/comments`],
        ['GET', `/${id}/reactions`],
        ['POST', `/${id}/likes`],
        ['DELETE', `/${id}`],
      ]),
      ['POST', `/${post}/comments`, { message: 'x' }],
      ['POST', `/${comment}/comments`, { message: 'x' }],
      ['POST', `/${post}`, { message: 'x' }],
      ['POST', `/${groupId}/feed`, { message: 'x' }],
      ['POST', `/${groupId}`, { archive: true }],
      ['POST', `/${groupId}/members`, { member: zoe }],
      ['POST', `/${groupId}/members/${bot.botId}`],
      ['POST', `/${groupId}/admins/${zoe}`],
      ['DELETE', `/${groupId}/members/${zoe}`],
      ['GET', `/?ids=${mine},${groupId}`],
      ['GET', `/?ids=${postId}`],
    ]
    const tried = all.filter((_, n) => (n + g) % 3 === 0)
    expect(all.length).toBeGreaterThanOrEqual(40)
    const answers = await Promise.all(tried.map(([method, path, payload]) => call(method, path, payload)))
    for (const [n, { status, body }] of answers.entries()) {
      expect(status, `${tried[n]?.join(' ')} ${JSON.stringify(body).slice(0, 200)}`).toBeGreaterThanOrEqual(400)
      expect(JSON.stringify(body)).not.toContain('ESCAPED')
    }
  }
  expect(await everyRow()).toBe(before)
}, 90_000)

test('what it sees of lists, counts and people is its own two groups', async () => {
  const { people, groups } = database.cast
  const list = await call('GET', '/community/groups?summary=true&limit=500&fields=name')
  expect(list.body.data.map((one: { id: string }) => one.id).sort()).toEqual(
    [groups.operations, groups.workshop].sort(),
  )
  expect(list.body.summary.total_count).toBe(2)
  const seen = await call(
    'GET',
    '/community/members?summary=true&limit=500&fields=id,groups{name},posts{message},reports{name}',
  )
  expect(seen.body.data.map((one: { id: string }) => one.id)).not.toContain(people.mei.memberId)
  expect(seen.body.summary.total_count).toBe(seen.body.data.length)
  expect((await call('GET', `/${people.zoe.memberId}/groups?summary=true`)).body.data).toHaveLength(1)
  const shared = await call('GET', '/?id=https%3A%2F%2Fdocs.example%2Fescaped&fields=sharedposts')
  expect(JSON.stringify([list.body, seen.body, shared.body])).not.toContain('ESCAPED')
})

test('whoever is only named, having left, has a name and nothing else; nobody is drawn in from outside', async () => {
  const { people, groups } = database.cast
  const post = await createPost(database.as('lucie'), { groupId: groups.operations, text: 'Before I left' })
  await react(database.as('lucie'), post.id, 'like')
  await run(sql`update members set manager_id = ${people.noor.memberId} where id = ${people.lucie.memberId}`)
  const other = await createPost(database.as('noor'), { groupId: groups.operations, text: 'Read by Lucie' })
  await react(database.as('lucie'), other.id, 'like')
  await markSeen(database.as('lucie'), [other.id])
  await leaveGroup(database.as('lucie'), groups.operations)
  const read = await call(
    'GET',
    `/${groups.operations}_${post.id}?fields=from{name,email,title,department,managers{name},groups{name},posts{message}}`,
  )
  expect(read.body.from).toMatchObject({ name: 'Lucie Bernard', id: people.lucie.memberId })
  expect(JSON.stringify(read.body)).not.toMatch(/lucie@|Cheffe|Produit|Noor/)
  const where = `/${groups.operations}_${other.id}`
  for (const list of [
    `${where}/reactions`,
    `${where}/likes`,
    `${where}/seen`,
    `/${groups.operations}/former_members`,
  ]) {
    const { body } = await call('GET', `${list}?fields=name,email,title,department`)
    expect(body.data, list).toContainEqual(
      expect.objectContaining({ name: 'Lucie Bernard', id: people.lucie.memberId }),
    )
    expect(JSON.stringify(body), list).not.toMatch(/lucie@|Cheffe|Produit/)
  }
  for (const [path, payload] of [
    [`/${groups.operations}/members`, { member: people.mei.memberId }],
    [`/${groups.operations}/members`, { email: 'mei@cobalt.example' }],
    [`/${groups.operations}/members/${people.mei.memberId}`, {}],
    [`/${groups.operations}/admins`, { uid: people.mei.memberId }],
  ] as const)
    expect((await call('POST', path, payload)).status, path).toBeGreaterThanOrEqual(400)
  const mention = await call('POST', `/${groups.operations}/feed`, { message: `@[${people.mei.memberId}]` })
  expect((await call('GET', `/${mention.body.id}?fields=message`)).body.message).toBe(`@[${people.mei.memberId}]`)
})

test('what it learned inside is worth nothing once it is outside', async () => {
  const { groups } = database.cast
  const post = await createPost(database.as('bruno'), { groupId: groups.workshop, text: 'ESCAPED later' })
  expect((await call('GET', `/${post.id}`)).status).toBe(200)
  await run(sql`delete from grant_groups where group_id = ${groups.workshop}`)
  for (const [method, path] of [
    ['GET', `/${post.id}`],
    ['POST', `/${post.id}/likes`],
    ['POST', `/${groups.workshop}_${post.id}/comments`],
    ['DELETE', `/${post.id}`],
  ] as const)
    expect((await call(method, path, method === 'GET' ? undefined : { message: 'x' })).body.error, path).toMatchObject({
      code: 100,
      error_subcode: 33,
    })
})

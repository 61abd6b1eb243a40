import { expect, test } from 'vitest'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { useStatements } from '../harness/statements.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const statements = useStatements()

const expansion =
  'from{name,groups{name}},comments.summary(true){from{id},message,comments{from{name},reactions{type}},reactions.summary(true)},seen.limit(3),reactions.type(LIKE).limit(0).summary(total_count).as(likes)'

const isOfPeople = (text: string): boolean => /^select b\.n, m\.id, m\.kind, m\.name/.test(text)

test('three levels of what hangs on posts cost as many statements for fifty as for one', async () => {
  const group = database.cast.groups.workshop
  const { token } = await programs.make(['read_content', 'read_members'], ['workshop'])
  for (let n = 0; n < 50; n++) {
    const post = await createPost(database.as('bruno'), { groupId: group, text: `Post ${n}` })
    const comment = await createComment(database.as('ana'), { postId: post.id, text: 'One' })
    const reply = await createComment(database.as('zoe'), { postId: post.id, text: 'Two', parentId: comment.id })
    await react(database.as('noor'), reply.id, 'like')
  }
  const ask = async (limit: number) => {
    let found = 0
    const read = await statements.during(async () => {
      const { body } = await programs.graph(`/${group}/feed?limit=${limit}&fields=${expansion}`, { token })
      found = body.data.filter(
        (post: { comments: { data: { comments: { data: { reactions: { data: unknown[] } }[] } }[] } }) =>
          post.comments.data[0]?.comments.data[0]?.reactions.data.length === 1,
      ).length
    })
    // People who are named on several levels are looked up together where the levels meet (platform/together.ts): three levels ask, in one statement to three.
    const [people, others] = [read.filter(isOfPeople), read.filter(text => !isOfPeople(text))]
    return { found, people: people.length, count: others.length }
  }
  // Once before, so that nothing is read for the first time.
  await ask(1)
  const [one, fifty] = [await ask(1), await ask(50)]
  expect([one.found, fifty.found]).toEqual([1, 50])
  expect(fifty.count).toBe(one.count)
  expect(one.count + one.people).toBeLessThan(25)
  for (const { people } of [one, fifty]) expect([1, 2, 3]).toContain(people)
})

test('lists of groups and people too', async () => {
  const { token } = await programs.make(
    ['read_content', 'read_members', 'read_profile', 'manage_badges', 'read_org_chart'],
    'all',
    'Walker',
  )
  const ask = (limit: number) =>
    statements.during(() =>
      programs.graph(
        `/community/groups?limit=${limit}&fields=owner{name},admins{name,skills{name},badges,events},members.limit(2).summary(true){managers,reports,groups{name}},events{attending,owner},docs{from},feed.limit(1){message}`,
        { token },
      ),
    )
  await ask(1)
  const [one, five] = [await ask(1), await ask(5)]
  // A group without posts or events asks for nothing below them.
  expect(five.length).toBeLessThanOrEqual(one.length + 1)
})

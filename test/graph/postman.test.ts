/** Postman's own runner over the calls of the official collection (client-calls.md 2.1), against the real program: each succeeds or is refused in documented words. */
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { graphProblems } from '../../contract/graph/errors.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { collectionOf, postmanCalls } from './postman-calls.ts'

interface Ran {
  readonly name: string
  readonly status: number
  readonly body: { error?: { code: number; message: string; type: string; fbtrace_id: string } }
}

const require = createRequire(import.meta.url)
const { Runner } = require('postman-runtime')
const { Collection, VariableScope } = require('postman-collection')
const database = useDatabase()
const programs = usePrograms(database, useServer(database))
const real = useRealProgram(database)

function runCollection(values: Record<string, string>): Promise<Ran[]> {
  const ran: Ran[] = []
  const globals = new VariableScope({ values: Object.entries(values).map(([key, value]) => ({ key, value })) })
  return new Promise((resolve, reject) =>
    new Runner().run(
      new Collection(collectionOf(postmanCalls)),
      { globals },
      (problem: unknown, run: { start(on: object): void }) => {
        if (problem) reject(problem)
        run.start({
          response(
            error: unknown,
            _cursor: unknown,
            response: { code: number; text(): string },
            _request: unknown,
            item: { name: string },
          ) {
            if (error) reject(error)
            else ran.push({ name: item.name, status: response.code, body: JSON.parse(response.text()) })
          },
          done: (error: unknown) => (error ? reject(error) : resolve(ran)),
        })
      },
    ),
  )
}

test('every call of the collection', async () => {
  const { communityId, groups, people } = database.cast
  const everything = [
    'read_content',
    'manage_content',
    'manage_groups',
    'read_members',
    'read_email',
    'read_profile',
    'read_org_chart',
  ]
  const program = await programs.make(
    [...everything, 'manage_profiles', 'manage_accounts', 'provision_accounts'],
    'all',
  )
  const post = await createPost(database.as('noor'), { groupId: groups.operations, text: 'Frames' })
  const comment = await createComment(database.as('ana'), { postId: post.id, text: 'Seen' })
  const none = Object.fromEntries(
    ['event', 'photo', 'doc', 'thread', 'message', 'badge', 'skill', 'category', 'quick_link', 'export_job'].map(
      (name, n) => [`${name}_id`, `12345678901234${n}`],
    ),
  )
  const ran = await runCollection({
    ...{
      graph: `${real.origin}/graph`,
      access_token: program.token,
      community_id: communityId,
      group_id: groups.operations,
    },
    ...{
      user_id1: people.bruno.memberId,
      user_id2: people.noor.memberId,
      user_email: 'zoe@cobalt.example',
      external_id: 'E-77',
    },
    ...{ post_id: `${groups.operations}_${post.id}`, comment_id: `${post.id}_${comment.id}` },
    ...none,
  })
  expect(ran).toHaveLength(postmanCalls.length)
  const known = new Set(Object.values(graphProblems).map(({ status, code }) => `${status} ${code}`))
  for (const [n, { name, status, body }] of ran.entries()) {
    const said = `${name} → ${status} ${JSON.stringify(body).slice(0, 300)}`
    if (postmanCalls[n]?.stands) expect(status, said).toBe(200)
    else if (status !== 200)
      expect([`${status} ${body.error?.code}`, typeof body.error?.fbtrace_id], said).toEqual([
        expect.toSatisfy((one: string) => known.has(one)),
        'string',
      ])
    expect(status, said).toBeLessThan(500)
  }
  // Nothing that was taken made something up: what succeeds and reads is a list or an object with its number.
  for (const { name, status, body } of ran.filter(one => one.status === 200 && one.name.startsWith('GET')))
    expect('data' in body || 'id' in body, `${name} ${status}`).toBe(true)
})

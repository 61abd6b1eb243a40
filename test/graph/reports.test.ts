import { expect, test } from 'vitest'
import { listNotifications } from '../../contract/api/notifications.ts'
import { getPost } from '../../contract/api/posts.ts'
import { listReports, reportContent, settleReports } from '../../contract/api/reports.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const reason = { reason: 'Rude' }

test('people and programs report, moderators look, whoever reported hears of it', async () => {
  const group = database.cast.groups.operations
  const post = await createPost(database.as('lucie'), { groupId: group, text: 'Shouting' })
  const comment = await createComment(database.as('noor'), { postId: post.id, text: 'Louder' })
  const { token } = await programs.make(['report_content'], ['operations'], 'Watch')
  await server.call('bruno', reportContent, { params: { subjectId: post.id }, body: reason })
  await server.call('bruno', reportContent, { params: { subjectId: post.id }, body: { reason: 'Again' } })
  const sent = await programs.graph('/community/reported_content', {
    token,
    method: 'POST',
    payload: { content_id: `${group}_${post.id}`, reason: 'Words' },
  })
  expect(sent.body).toMatchObject({ success: true })
  await server.call('ana', reportContent, { params: { subjectId: comment.id }, body: { reason: '' } })

  const { items } = await server.call('samir', listReports)
  expect(items).toMatchObject([
    {
      subjectId: post.id,
      kind: 'post',
      groupName: 'Operations',
      author: { name: 'Lucie Bernard' },
      text: 'Shouting',
      reports: [
        { reporter: 'Bruno Keller', reason: 'Rude' },
        { reporter: 'Watch', reason: 'Words' },
      ],
    },
    { subjectId: comment.id, kind: 'comment', text: 'Louder', reports: [{ reporter: 'Ana Ferreira' }] },
  ])
  const paged = await server.call('ana', listReports, { query: { limit: 1 } })
  expect((await server.call('ana', listReports, { query: { limit: 1, after: paged.next ?? '' } })).items).toMatchObject(
    [{ subjectId: comment.id }],
  )
  const seen = await programs.graph(
    '/community/reported_content?fields=content_id,content_type,status,reason,from{name}',
    { token },
  )
  expect(seen.body.data).toEqual([
    { content_id: `${group}_${post.id}`, content_type: 'post', status: 'OPEN', id: expect.any(String) },
    {
      content_id: `${group}_${post.id}`,
      content_type: 'post',
      status: 'OPEN',
      reason: 'Words',
      from: { name: 'Watch', id: expect.any(String) },
      id: sent.body.id,
    },
    { content_id: `${post.id}_${comment.id}`, content_type: 'comment', status: 'OPEN', id: expect.any(String) },
  ])

  await server.call('samir', settleReports, { params: { subjectId: comment.id }, body: { outcome: 'dismissed' } })
  await server.call('samir', settleReports, { params: { subjectId: post.id }, body: { outcome: 'deleted' } })
  expect((await server.call('samir', listReports)).items).toEqual([])
  expect((await server.refused('lucie', getPost, { params: { postId: post.id } })).code).toBe('not_found')
  expect((await server.call('bruno', listNotifications)).items[0]).toMatchObject({
    kind: 'report_settled',
    values: { outcome: 'deleted' },
    href: '/notifications',
  })
  expect((await server.call('ana', listNotifications)).items[0]).toMatchObject({
    kind: 'report_settled',
    href: `/posts/${post.id}`,
  })
  const again = { params: { subjectId: post.id }, body: { outcome: 'deleted' } as const }
  expect((await server.refused('samir', settleReports, again)).code).toBe('already_settled')
  expect(await rows(sql`select action from audit where action like 'report.%' order by id`)).toEqual([
    { action: 'report.dismissed' },
    { action: 'report.deleted' },
  ])
})

test('who may not', async () => {
  const post = await createPost(database.as('mei'), { groupId: database.cast.groups.board, text: 'Secret matters' })
  const params = { subjectId: post.id }
  expect((await server.refused('bruno', reportContent, { params, body: reason })).code).toBe('not_found')
  for (const who of ['bruno', 'mei', undefined] as const)
    expect((await server.refused(who, listReports)).status).toBeGreaterThanOrEqual(401)
  expect((await server.refused('mei', settleReports, { params, body: { outcome: 'dismissed' } })).code).toBe(
    'forbidden',
  )
  expect((await server.call('samir', listReports)).items).toEqual([])
  const { token } = await programs.make(['report_content'], ['operations'], 'Narrow')
  for (const content_id of [post.id, '123456', 'nonsense', ''])
    expect(
      (await programs.graph('/community/reported_content', { token, method: 'POST', payload: { content_id } })).status,
    ).toBe(400)
  const reader = await programs.make(['read_content'], 'all', 'Reader')
  const refused = await programs.graph('/community/reported_content', {
    token: reader.token,
    method: 'POST',
    payload: { content_id: post.id },
  })
  expect(refused.body.error.code).toBe(200)
  expect((await programs.graph('/community/reported_content', { token: reader.token })).body.error.code).toBe(10)
  // Whoever reports shows moderators what they report, also where they do not belong.
  await server.call('ana', reportContent, { params, body: reason })
  expect((await server.call('samir', listReports)).items).toMatchObject([{ text: 'Secret matters' }])
})

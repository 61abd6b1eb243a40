import { expect, test } from 'vitest'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

test('who it is, and what it may reach', async () => {
  const program = await programs.make(['read_content'], ['operations'])
  const me = await programs.graph('/me?fields=id,name', { token: program.token })
  expect(me).toMatchObject({ status: 200, body: { id: program.botId, name: 'Robot' } })
  const community = await programs.graph('//v3.2/company?fields=name,install', { token: program.token })
  expect(community.body).toEqual({
    name: 'Cobalt & Fils',
    install: { id: program.installationId, permissions: ['READ_GROUP'], install_type: 'SPECIFIC_GROUPS' },
    id: database.cast.communityId,
  })
  const groups = await programs.graph('/community/groups/', { token: program.token })
  expect(groups.body.data).toEqual([{ name: 'Operations', privacy: 'CLOSED', id: database.cast.groups.operations }])
})

test('a feed with everything nested, and nothing of another group', async () => {
  const program = await programs.make(['read_content', 'read_members'], ['operations'])
  const group = database.cast.groups.operations
  const post = await createPost(database.as('bruno'), {
    groupId: group,
    text: 'Look at @[Ana Ferreira](1) https://a.example/x',
  })
  const comment = await createComment(database.as('ana'), { postId: post.id, text: 'Seen' })
  await createComment(database.as('bruno'), { postId: post.id, text: 'Good', parentId: comment.id })
  await react(database.as('ana'), post.id, 'laugh')
  const { body } = await programs.graph(
    `/${group}/feed?fields=from{ name, email },message,message_tags,link,comments.summary(true){message,comments{message,parent{id}}},reactions.type(HAHA).limit(0).summary(total_count).as(ha)&limit=1`,
    { token: program.token },
  )
  expect(body.data).toEqual([
    {
      from: { name: 'Bruno Keller', id: database.cast.people.bruno.memberId },
      message: 'Look at Ana Ferreira https://a.example/x',
      message_tags: [{ id: '1', name: 'Ana Ferreira', type: 'user', offset: 8, length: 12 }],
      link: 'https://a.example/x',
      comments: {
        data: [
          {
            message: 'Seen',
            comments: expect.objectContaining({
              data: [expect.objectContaining({ message: 'Good', parent: { id: `${post.id}_${comment.id}` } })],
            }),
            id: `${post.id}_${comment.id}`,
          },
        ],
        paging: expect.anything(),
        summary: { order: 'chronological', can_comment: false, total_count: 1 },
      },
      ha: { data: [], summary: { viewer_reaction: 'NONE', total_count: 1 } },
      id: `${group}_${post.id}`,
    },
  ])
  const other = await programs.graph(`/${database.cast.groups.board}/feed`, { token: program.token })
  const none = await programs.graph('/123456789012345/feed', { token: program.token })
  expect(other.status).toBe(400)
  expect(other.body.error.message.replace(database.cast.groups.board, 'X')).toBe(
    none.body.error.message.replace('123456789012345', 'X'),
  )
})

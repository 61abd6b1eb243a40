/** What holds for the links of a post holds for those of a comment: who sent it takes the card away, and nobody else does. */
import { expect, test } from 'vitest'
import { createComment, createPost, editComment, listComments } from '../../../contract/api/posts.ts'
import { getPreview, hidePreview } from '../../../contract/api/previews.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const text = 'look: https://tools.example/a'

test('the sender of a comment takes its card away for everybody, also after an edit, and puts it back', async () => {
  const params = { groupId: database.cast.groups.workshop }
  const post = await server.call('bruno', createPost, { params, body: { text: 'x' } })
  const comment = await server.call('noor', createComment, { params: { postId: post.id }, body: { text } })
  const card = { subjectId: comment.id, linkKey: '0' }
  const seen = async (who: CastName) =>
    (await server.call(who, listComments, { params: { postId: post.id } })).items.map(({ links, may }) => ({
      hidden: links.map(link => link.hidden),
      mayHide: may.hidePreview,
    }))
  expect(await seen('noor')).toEqual([{ hidden: [false], mayHide: true }])
  expect(await seen('bruno')).toEqual([{ hidden: [false], mayHide: false }])
  expect((await server.refused('bruno', hidePreview, { params: card, body: { hidden: true } })).code).toBe('forbidden')
  expect(
    (await server.refused('noor', hidePreview, { params: { ...card, linkKey: '7' }, body: { hidden: true } })).code,
  ).toBe('not_found')
  await server.call('noor', hidePreview, { params: card, body: { hidden: true } })
  expect(await seen('bruno')).toEqual([{ hidden: [true], mayHide: false }])
  expect((await server.call('bruno', getPreview, { params: card, query: { refresh: false } })).state).toBe('none')
  await server.call('noor', editComment, { params: { commentId: comment.id }, body: { text: `${text} now` } })
  expect((await seen('bruno'))[0]?.hidden).toEqual([true])
  await server.call('noor', hidePreview, { params: card, body: { hidden: false } })
  expect((await seen('bruno'))[0]?.hidden).toEqual([false])
})

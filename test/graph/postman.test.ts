/** Postman's own runner over the calls of the official collection (client-calls.md 2.1), against the real program: each succeeds. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programPermissions } from '../../contract/permissions.ts'
import type { Bot } from '../../server/domain/access/actor.ts'
import { createBadge } from '../../server/domain/badges/own-badges.ts'
import { createEvent } from '../../server/domain/calendar/create-event.ts'
import { sendMessage } from '../../server/domain/chat/send-message.ts'
import { askForExport } from '../../server/domain/exports/ask-for-export.ts'
import { keepBytes } from '../../server/domain/files/keep-bytes.ts'
import { createCategory } from '../../server/domain/knowledge/change-category.ts'
import { createDoc } from '../../server/domain/knowledge/docs.ts'
import { createQuickLink } from '../../server/domain/knowledge/quick-links.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { addSkill } from '../../server/domain/skills/skills.ts'
import { useDatabase } from '../harness/database.ts'
import { photograph } from '../harness/files.ts'
import { runCollection } from '../harness/postman.ts'
import { usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { collectionOf, postmanCalls } from './postman-calls.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
const real = useRealProgram(database, () => ({ publicAddress: '127.0.0.1' }))

/** A place elsewhere that holds a picture and a film. */
const video = Buffer.concat([Buffer.from('\x00\x00\x00\x18ftypisom', 'latin1'), Buffer.alloc(3_000, 'v')])
let elsewhere: Server
beforeAll(async () => {
  const picture = await photograph()
  elsewhere = createServer((request, response) => response.end(request.url?.endsWith('mp4') ? video : picture))
  await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  elsewhere.closeAllConnections()
  elsewhere.close()
})

/** One of everything that the collection names by its number, made as people and programs make it. */
async function seeded(bot: Bot): Promise<Record<string, string>> {
  const { groups, people } = database.cast
  const groupId = groups.operations
  const post = await createPost(database.as('noor'), { groupId, text: 'Frames' })
  const comment = await createComment(database.as('ana'), { postId: post.id, text: 'Seen' })
  const photo = await keepBytes(database.as('noor'), 'b.jpg', await photograph())
  await createPost(database.as('noor'), { groupId, text: 'Look', files: [photo.id] })
  const event = await createEvent(bot, groupId, {
    ...{ name: 'Open day', description: '', place: 'Hall 2', startsAt: new Date('2030-11-02'), endsAt: undefined },
    ...{ allDay: true, timeZone: undefined, guestListEnabled: true, ownerId: undefined },
  })
  const thread = await sendMessage(
    bot,
    { members: [people.bruno.memberId, people.noor.memberId] },
    { text: 'See https://a.example/x', content: {} },
  )
  return {
    ...{ group_id: groupId, post_id: `${groupId}_${post.id}`, comment_id: `${post.id}_${comment.id}` },
    ...{
      photo_id: photo.id,
      event_id: event.id,
      thread_id: thread.conversationId,
      message_id: `m_${thread.messageId}`,
    },
    doc_id: (await createDoc(bot, groupId, { title: 'Plan', body: '<p>Words</p>' })).id,
    badge_id: (await createBadge(database.as('ana'), { name: 'Ten years', description: 'A decade' })).id,
    skill_id: (await addSkill(bot, people.noor.memberId, 'Painting')).id,
    category_id: (await createCategory(bot, { title: 'Journeys' })).id,
    quick_link_id: (await createQuickLink(bot, { title: 'Menu', link: 'https://menu.example' })).id,
    export_job_id: (await askForExport(bot)).id,
  }
}

test('every call of the collection', async () => {
  const { communityId, people } = database.cast
  const program = await programs.make(programPermissions, 'all')
  const { botId: memberId, installationId } = program
  const ids = await seeded({ kind: 'bot', communityId, memberId, installationId, language: 'en' })
  const ran = await runCollection(collectionOf(postmanCalls), {
    ...{ graph: `${real.origin}/graph`, access_token: program.token, community_id: communityId, ...ids },
    ...{ user_id1: people.bruno.memberId, user_id2: people.noor.memberId, user_id3: people.samir.memberId },
    ...{ user_email: 'zoe@cobalt.example', external_id: 'E-77' },
    files: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`,
  })
  expect(ran).toHaveLength(postmanCalls.length)
  const refused = ran.flatMap(({ name, status, body }) =>
    status === 200 ? [] : [`${name} → ${status} ${JSON.stringify(body).slice(0, 300)}`],
  )
  expect(refused).toEqual([])
  // Nothing that was taken made something up: what succeeds and reads is a list or an object with its number.
  for (const { name, status, body } of ran.filter(one => one.name.startsWith('GET')))
    expect('data' in body || 'id' in body, `${name} ${status}`).toBe(true)
})

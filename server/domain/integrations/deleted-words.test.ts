/** What a program wrote to people, was told and uploaded goes with it, comes back with it, and in the end is nowhere. */
import { afterEach, expect, test } from 'vitest'
import { useDatabase } from '../../../test/harness/database.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { moveClock } from '../../platform/clock.ts'
import { one, run, sql } from '../../platform/db.ts'
import { conversationsById } from '../chat/conversations.sql.ts'
import { messagesById } from '../chat/messages.sql.ts'
import { sendMessage } from '../chat/send-message.ts'
import { answerThread, getThread, listThreadMessages, listThreads } from '../chat/threads.ts'
import { forgetFiles } from '../files/forget-files.ts'
import { keepBytes } from '../files/keep-bytes.ts'
import { listNotifications } from '../notifications/read-notifications.ts'
import { createPost } from '../posts/create-post.ts'
import { removeIntegration } from './disable-integration.ts'
import { forgetDeletedIntegrations } from './forget-deleted.ts'
import { undeleteIntegration } from './undelete-custom.ts'

const database = useDatabase()
afterEach(() => moveClock(0))

const bruno = () => database.as('bruno')
const texts = async (threadId: string) =>
  (await listThreadMessages(bruno(), threadId, {})).items.map(message => message.text)
const write = (program: TestProgram, text: string) =>
  sendMessage(program.bot, { member: bruno().memberId }, { text, content: {} })

test('a deleted program’s messages are hidden from people, programs and the bell, and come back', async () => {
  const program = await makeProgram(database, 'Shifts', ['message'])
  const reader = await makeProgram(database, 'Archive', ['read_messages'])
  const { conversationId, messageId } = await write(program, 'Saturday is free')
  const silent = await sendMessage(
    program.bot,
    { member: database.as('noor').memberId },
    { text: 'Sunday', content: {} },
  )
  await answerThread(bruno(), conversationId, { text: 'I come' })
  const { messageId: last } = await write(program, 'Thank you')
  await removeIntegration(database.as('ana'), program.id)

  expect(await texts(conversationId)).toEqual(['I come'])
  expect(await getThread(bruno(), conversationId)).toMatchObject({ snippet: 'I come', unread: false })
  expect((await listNotifications(bruno(), {})).items).toEqual([])
  expect((await listThreads(database.as('noor'), {})).items).toEqual([])
  await expect(getThread(database.as('noor'), silent.conversationId)).rejects.toMatchObject({ code: 'not_found' })
  expect(await messagesById(reader.bot, [messageId, last], true)).toEqual([])
  expect(await conversationsById(reader.bot, [conversationId], true)).toMatchObject([
    { message_count: 1, snippet: 'I come' },
  ])

  await undeleteIntegration(database.as('ana'), program.id)
  expect(await texts(conversationId)).toEqual(['Thank you', 'I come', 'Saturday is free'])
  expect((await listNotifications(bruno(), {})).items).toHaveLength(2)
  expect((await listThreads(database.as('noor'), {})).items).toMatchObject([{ snippet: 'Sunday', unread: true }])
})

test('after thirty days nothing of it is left: messages, threads, deliveries, files; what people wrote to each other is', async () => {
  const program = await makeProgram(database, 'Paint', ['message', 'manage_content', 'read_content'])
  const groupId = database.cast.groups.workshop
  const kept = await makeProgram(database, 'Kept', ['message'])
  await write(kept, 'I stay')
  const { conversationId } = await write(program, 'Blue is out')
  await answerThread(bruno(), conversationId, { text: 'And red?' })
  const alone = await sendMessage(
    program.bot,
    { member: database.as('noor').memberId },
    { text: 'Red too', content: {} },
  )
  const file = await keepBytes(program.bot, 'plan.pdf', Buffer.from('%PDF-1.7 …'))
  await createPost(program.bot, { groupId, text: 'The plan', files: [file.id] })
  await run(sql`
    with told as (
      insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, happened_at)
      values (${program.bot.communityId}, ${program.installationId}, 1, 'page', 'messages', 'add', 1, 1, now()) returning community_id, id)
    insert into delivery_attempts (community_id, delivery_id, n, at, response_class, duration_ms, request_bytes, request_headers)
    select community_id, id, 1, now(), '2xx', 1, 1, '{}' from told`)
  await removeIntegration(database.as('ana'), program.id)
  moveClock(31 * 86_400_000)
  await forgetDeletedIntegrations()
  await run(sql`update files set uploaded_at = now() - interval '2 days' where id = ${file.id}`)
  await forgetFiles()

  const left = await one(sql`
    select (select count(*)::int from messages where installation_id = ${program.installationId}) as messages,
      (select count(*)::int from conversations where id = ${alone.conversationId}) as empty_threads,
      (select count(*)::int from deliveries where installation_id = ${program.installationId}) as deliveries,
      (select count(*)::int from delivery_attempts) as attempts,
      (select count(*)::int from files where id = ${file.id}) as files,
      (select count(*)::int from attachments where file_id = ${file.id}) as attachments,
      (select count(*)::int from messages where installation_id = ${kept.installationId}) as kept`)
  expect(left).toEqual({
    ...{ messages: 0, empty_threads: 0, deliveries: 0, attempts: 0, files: 0, attachments: 0 },
    kept: 1,
  })
  expect(await texts(conversationId)).toEqual(['And red?'])
})

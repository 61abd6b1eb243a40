import { expect, test } from 'vitest'
import { useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { one, sql } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'
import { createCustomIntegration } from '../integrations/create-custom.ts'
import { sendMessage } from './send-message.ts'
import { answerThread, getThread, listThreadMessages, listThreads } from './threads.ts'

const database = useDatabase()

async function botWith(permissions: string[]): Promise<Bot> {
  const actor = database.as('ana')
  const row = await createCustomIntegration(actor, {
    name: 'Shifts',
    description: '',
    permissions,
    scope: { everyone: true },
  })
  return { kind: 'bot', communityId: actor.communityId, memberId: row.bot_id, installationId: row.id, language: 'en' }
}
const member = (name: 'bruno' | 'noor') => database.cast.people[name].memberId

test('a person reads, answers by a button, and writes back; it is told to whoever is in the thread', async () => {
  const bot = await botWith(['message'])
  const buttons = [
    { type: 'postback', title: 'Take it', payload: 'TAKE' },
    { type: 'web_url', title: 'Bad', url: 'javascript:alert(1)' },
  ]
  const attachment = { type: 'template', payload: { template_type: 'button', text: 'Saturday is free', buttons } }
  const { conversationId, messageId } = await sendMessage(
    bot,
    { member: member('bruno') },
    { text: '', content: { attachment } },
  )
  const [thread] = (await listThreads(database.as('bruno'), {})).items
  expect(thread).toMatchObject({ id: conversationId, unread: true, members: [{ id: bot.memberId, kind: 'bot' }] })
  const { items } = await listThreadMessages(database.as('bruno'), conversationId, {})
  expect(items[0]?.cards).toEqual([
    { title: '', text: 'Saturday is free', buttons: [{ kind: 'answer', title: 'Take it', value: 'TAKE' }] },
  ])
  expect((await getThread(database.as('bruno'), conversationId)).unread).toBe(false)
  const events = watchEvents()
  await events()
  const answer = await answerThread(database.as('bruno'), conversationId, { messageId, answer: 'TAKE' })
  expect(answer).toMatchObject({ text: 'Take it', mine: true })
  expect(await events()).toEqual(['message.created'])
  const stored = await one<{ chosen: unknown }>(sql`select chosen from messages where id = ${answer.id}`)
  expect(stored.chosen).toEqual({ kind: 'postback', payload: 'TAKE', messageId })
  await expect(
    answerThread(database.as('bruno'), conversationId, { messageId, answer: 'OTHER' }),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(answerThread(database.as('bruno'), conversationId, { text: ' ' })).rejects.toMatchObject({
    code: 'bad_input',
  })
})

test('whoever is not in a thread is told nothing of it', async () => {
  const bot = await botWith(['message'])
  const { conversationId, messageId } = await sendMessage(
    bot,
    { member: member('bruno') },
    { text: 'for bruno', content: {} },
  )
  const noor = database.as('noor')
  for (const attempt of [
    () => getThread(noor, conversationId),
    () => listThreadMessages(noor, conversationId, {}),
    () => answerThread(noor, conversationId, { text: 'hello' }),
    () => answerThread(noor, conversationId, { messageId, answer: 'x' }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  expect((await listThreads(noor, {})).items).toEqual([])
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { startDeliveries } from '../../work/deliveries.ts'
import { sendMessage } from '../chat/send-message.ts'
import { answerThread, listThreadMessages } from '../chat/threads.ts'

const database = useDatabase()
const receiver = useReceiver()
let program: TestProgram
let sender: { stop(): Promise<void> }
const problems: unknown[] = []
const person = (name: 'bruno' | 'noor') => database.cast.people[name].memberId

beforeAll(async () => {
  program = await makeProgram(database, 'Shifts', ['message', 'group_chat'])
  sender = startDeliveries(problem => problems.push(problem))
  await program.subscribe('page', ['messages', 'messaging_postbacks'], `${receiver.origin}/page`)
})
afterAll(() => sender.stop())
afterEach(() => {
  expect(problems).toEqual([])
  receiver.calm()
})

const sent = async (n: number) => {
  await until(() => receiver.deliveries.length >= n)
  return receiver.deliveries.map(({ body }) => JSON.parse(body))
}

test('what people write and choose comes as the Messenger platform says it; the bot’s own words do not', async () => {
  const buttons = [{ type: 'postback', title: 'Take it', payload: 'TAKE' }]
  const attachment = { type: 'template', payload: { template_type: 'button', text: 'Free?', buttons } }
  const quick_replies = [{ content_type: 'text', title: 'Yes', payload: 'YES' }]
  const first = await sendMessage(program.bot, { member: person('bruno') }, { text: '', content: { attachment } })
  const second = await sendMessage(
    program.bot,
    { member: person('bruno') },
    { text: 'Sure?', content: { quick_replies } },
  )
  const bruno = database.as('bruno')
  const thread = first.conversationId
  await answerThread(bruno, thread, { messageId: first.messageId, answer: 'TAKE' })
  await sent(1)
  await answerThread(bruno, thread, { messageId: second.messageId, answer: 'YES' })
  await sent(2)
  await answerThread(bruno, thread, { text: 'Déjà vu' })
  const bodies = await sent(3)
  const about = {
    sender: { id: person('bruno'), community: { id: Number(bruno.communityId) } },
    recipient: { id: program.bot.memberId },
    timestamp: expect.any(Number),
  }
  expect(bodies.map(body => body.entry[0].messaging[0])).toEqual([
    { ...about, postback: { payload: 'TAKE', title: 'Take it' } },
    { ...about, message: { mid: expect.stringMatching(/^mid\.\$\d+$/), text: 'Yes', quick_reply: { payload: 'YES' } } },
    { ...about, message: { mid: expect.stringMatching(/^mid\.\$\d+$/), text: 'Déjà vu' } },
  ])
  for (const body of bodies) {
    expect(body.object).toBe('page')
    expect(body.entry[0]).not.toHaveProperty('changes')
    expect(body.entry[0].time).toBe(body.entry[0].messaging[0].timestamp)
  }
  expect(receiver.deliveries[2]?.body).toContain('D\\u00e9j\\u00e0 vu')
})

test('a thread of several names itself; without the permission nothing is told', async () => {
  const before = receiver.deliveries.length
  const { conversationId } = await sendMessage(
    program.bot,
    { members: [person('bruno'), person('noor')] },
    { text: 'Both', content: {} },
  )
  await answerThread(database.as('noor'), conversationId, { text: 'Here' })
  const bodies = await sent(before + 1)
  expect(bodies.at(-1)?.entry[0].messaging[0].thread).toEqual({ id: `t_${conversationId}` })
  await run(sql`update grants set permissions = '{message}' where installation_id = ${program.installationId}`)
  await answerThread(database.as('noor'), conversationId, { text: 'not-for-it' })
  await until(
    async () =>
      (await rows(sql`select from deliveries where outcome = 'cancelled' and reason = 'not_permitted'`)).length === 1,
  )
  expect(receiver.deliveries.map(one => one.body).join('')).not.toContain('not-for-it')
})

test('what the bot wrote reaches people and is read by them: told to its program alone, once', async () => {
  await run(
    sql`update grants set permissions = '{message,group_chat}' where installation_id = ${program.installationId}`,
  )
  await program.subscribe('page', ['message_deliveries', 'message_reads'], `${receiver.origin}/page`)
  receiver.calm()
  const { conversationId, messageId } = await sendMessage(
    program.bot,
    { member: person('noor') },
    { text: 'Read me', content: {} },
  )
  await sent(1)
  const open = () => listThreadMessages(database.as('noor'), conversationId, {})
  await open()
  await open()
  await answerThread(database.as('noor'), conversationId, { text: 'Done' })
  await open()
  const bodies = await sent(2)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(receiver.deliveries).toHaveLength(2)
  const about = {
    sender: { id: person('noor'), community: { id: Number(database.cast.communityId) } },
    recipient: { id: program.bot.memberId },
  }
  expect(bodies.map(body => body.entry[0].messaging)).toEqual([
    [
      {
        ...about,
        timestamp: expect.any(Number),
        delivery: { mids: [`mid.$${messageId}`], watermark: expect.any(Number) },
      },
    ],
    [
      {
        ...about,
        timestamp: expect.any(Number),
        read: { watermark: bodies[0].entry[0].messaging[0].delivery.watermark },
      },
    ],
  ])
  expect(bodies[0].entry[0].id).toBe(program.bot.memberId)
})

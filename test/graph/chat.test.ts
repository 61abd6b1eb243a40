import { expect, test } from 'vitest'
import { people } from '../../sandbox/cast.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type GraphAnswer, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const all = ['message', 'group_chat', 'read_email', 'read_messages', 'delete_messages']
const ids = () => ({
  ana: database.cast.people.ana.memberId,
  bruno: database.cast.people.bruno.memberId,
  noor: database.cast.people.noor.memberId,
})

const post = (program: Program, path: string, payload: object | string, headers = {}): Promise<GraphAnswer> =>
  programs.graph(path, { token: program.token, method: 'POST', payload, headers })
const get = (program: Program, path: string): Promise<GraphAnswer> => programs.graph(path, { token: program.token })

test('every form of recipient, in JSON and as a form', async () => {
  const program = await programs.make(all, 'all', 'Courier')
  const { ana, bruno, noor } = ids()
  const text = { text: 'Hello' }
  const one = await post(program, '/v2.6/me/messages/', { recipient: { id: ana }, message: text })
  expect(one.body).toEqual({ recipient_id: ana, message_id: expect.stringMatching(/^mid\.\$\d+$/) })
  const number = await post(program, '/me/messages', {
    recipient: { ids: [Number(ana)] },
    message: text,
    messaging_type: 'UPDATE',
  })
  expect(number.body.recipient_id).toBe(ana)
  const form = `recipient=${encodeURIComponent(JSON.stringify({ email: people.bruno.email }))}&message=${encodeURIComponent(JSON.stringify(text))}`
  const byForm = await post(program, '/me/messages', form)
  expect(byForm.body).toMatchObject({ recipient_id: bruno })
  const several = await post(program, '/me/messages', { recipient: { ids: [ana, noor] }, message: text })
  const again = await post(program, '/me/messages', { recipient: { ids: [ana, noor] }, message: text })
  expect(several.body.thread_key).toMatch(/^t_\d+$/)
  expect(again.body.thread_key).not.toBe(several.body.thread_key)
  const inThread = await post(program, '/me/messages', {
    recipient: { thread_key: several.body.thread_key },
    message: text,
  })
  expect(inThread.body).toEqual({ message_id: expect.any(String), thread_key: several.body.thread_key })
  const typing = await post(program, '/me/messages', { recipient: { id: ana }, sender_action: 'typing_on' })
  expect(typing.body).toEqual({ recipient_id: ana })
  const told = await rows<{ n: string }>(
    sql`select values ->> 'text' as n from notifications where member_id = ${bruno} and kind = 'message'`,
  )
  expect(told).toEqual([{ n: 'Hello' }])
})

test('a thread is named, people come and go, and it is read as each sees it', async () => {
  const program = await programs.make(all, 'all', 'Steward')
  const { ana, bruno, noor } = ids()
  const { body } = await post(program, '/me/messages', {
    recipient: { ids: [ana, noor] },
    message: { text: 'See https://a.example/x' },
  })
  const thread = body.thread_key
  expect((await post(program, `/${thread}/threadname`, { name: 'Move' })).body).toEqual({ success: true })
  expect((await post(program, `/${thread}/participants`, { to: [Number(bruno)] })).body).toEqual({ success: true })
  const removed = await programs.graph(`/${thread}/participants`, {
    token: program.token,
    method: 'DELETE',
    payload: { to: [noor] },
  })
  expect(removed.body).toEqual({ success: true })
  const read = await get(
    program,
    `/${thread}/?fields=name,participants,messages.source(PARTICIPANTS){id,message,from,to,shares{link}}`,
  )
  expect(read.body.name).toBe('Move')
  expect(read.body.participants.data.map((one: { id: string }) => one.id).toSorted()).toEqual(
    [ana, bruno, program.botId].toSorted(),
  )
  const [message] = read.body.messages.data
  expect(message).toMatchObject({
    message: 'See https://a.example/x',
    from: { id: program.botId, name: 'Steward' },
    shares: { data: [{ link: 'https://a.example/x' }] },
  })
  expect(message.from.email).toBeUndefined()
  // Whoever archives messages reads addresses without asking for them.
  expect(message.to.data).toContainEqual({ name: 'Ana Ferreira', email: 'ana@cobalt.example', id: ana })
  expect(read.body.participants.data).toContainEqual({ name: 'Ana Ferreira', email: 'ana@cobalt.example', id: ana })
  expect((await get(program, `/${thread}/messages?fields=message`)).body.data).toHaveLength(4)
  const gone = await programs.graph(`/${message.id}?user=${ana}`, { token: program.token, method: 'DELETE' })
  expect(gone.body).toEqual({ success: true })
  expect((await get(program, `/${thread}/messages?fields=message&user=${ana}`)).body.data).toHaveLength(3)
  expect((await get(program, `/${thread}/messages?fields=message&user=${bruno}`)).body.data).toHaveLength(4)
  const mine = await get(program, `/${ana}/conversations?fields=name,subject,messages.limit(1){message,to,from}`)
  expect(mine.body.data[0]).toMatchObject({ name: 'Move', subject: 'Move' })
})

test('nobody beyond its groups is written to, and no thread of others is read without the right', async () => {
  const courier = await programs.make(all, 'all', 'Other')
  const { ana, bruno } = ids()
  const { body } = await post(courier, '/me/messages', {
    recipient: { ids: [ana, bruno] },
    message: { text: 'a-secret-word' },
  })
  const small = await programs.make(['message'], ['board'], 'Small')
  const thread = await get(small, `/${body.thread_key}?fields=messages`)
  const none = await get(small, '/t_123456789012345?fields=messages')
  expect(thread.status).toBe(none.status)
  expect(thread.body.error.message.replace(body.thread_key, 'X')).toBe(
    none.body.error.message.replace('t_123456789012345', 'X'),
  )
  expect((await get(small, `/${ana}/conversations`)).body.data ?? []).toEqual([])
  const zoe = database.cast.people.zoe.memberId
  const beyond = await post(small, '/me/messages', { recipient: { id: zoe }, message: { text: 'x' } })
  expect(beyond.body.error.code).toBe(100)
  const group = await post(small, '/me/messages', { recipient: { ids: [ana, bruno] }, message: { text: 'x' } })
  expect(group.body.error).toMatchObject({ code: 200, type: 'OAuthException' })
  const reading = await programs.make(['read_content'], 'all', 'Reader')
  const refused = await post(reading, '/me/messages', { recipient: { id: ana }, message: { text: 'x' } })
  expect(refused.status).toBe(403)
  expect(JSON.stringify([thread, beyond, group, refused])).not.toContain('a-secret-word')
})

test('how the bot greets is kept as it was said, in the query too', async () => {
  const program = await programs.make(['message'], 'all', 'Greeter')
  const query =
    'persistent_menu[0][locale]=default&persistent_menu[0][call_to_actions][0][type]=postback&persistent_menu[0][call_to_actions][0][payload]=HELP'
  expect((await post(program, `/v2.9/me/messenger_profile?${query}`, '')).body).toEqual({ result: 'success' })
  expect((await post(program, '/me/messenger_profile', { get_started: { payload: 'START' } })).body).toEqual({
    result: 'success',
  })
  const read = await get(program, '/me/messenger_profile?fields=get_started,persistent_menu')
  expect(read.body.data).toEqual([
    {
      get_started: { payload: 'START' },
      persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'postback', payload: 'HELP' }] }],
    },
  ])
  await programs.graph('/me/messenger_profile', {
    token: program.token,
    method: 'DELETE',
    payload: { fields: ['get_started'] },
  })
  expect((await get(program, '/me/messenger_profile?fields=get_started')).body.data).toEqual([])
  expect((await post(program, '/me/subscribed_apps', '')).body).toEqual({ success: true })
  const own = await post(program, '/me/thread_settings', { setting_type: 'anything_at_all', call_to_actions: 'x' })
  expect(own).toMatchObject({ status: 400, body: { error: { code: 100 } } })
})

test.each([
  [{ recipient: { id: 'nobody' }, message: { text: 'x' } }],
  [{ message: { text: 'x' } }],
  [{ recipient: { id: '1' } }],
  [{ recipient: { id: '1' }, message: { text: 'x'.repeat(2_001) } }],
  [{ recipient: { id: '1' }, message: { attachment: { type: 'image', payload: { url: 'javascript:alert(1)' } } } }],
  [{ recipient: { id: '1' }, message: { attachment: { type: 'template', payload: { template_type: 'button' } } } }],
])('%j is a mistake with a name', async payload => {
  const program = await programs.make(['message'], 'all', 'Clumsy')
  const answer = await post(program, '/me/messages', payload)
  expect(answer.status).toBe(400)
  expect(answer.body.error).toMatchObject({ code: 100, fbtrace_id: expect.any(String) })
})

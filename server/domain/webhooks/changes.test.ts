import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { people as cast, castPassword } from '../../../sandbox/cast.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { one, rows, run, sql, transaction } from '../../platform/db.ts'
import { startDeliveries } from '../../work/deliveries.ts'
import { deactivatePerson } from '../community/change-seat.ts'
import { joinGroup, leaveGroup } from '../groups/join-group.ts'
import { signOut } from '../identity/end-sessions.ts'
import { signIn } from '../identity/sign-in.ts'
import { replaceGrant } from '../integrations/installations.sql.ts'
import { deletePost, editPost } from '../posts/change-post.ts'
import { deleteComment, editComment } from '../posts/comments.ts'
import { createComment } from '../posts/create-comment.ts'
import { createPost } from '../posts/create-post.ts'

const database = useDatabase()
const receiver = useReceiver()
let program: TestProgram
let sender: { stop(): Promise<void> }
const problems: unknown[] = []
const noor = () => database.as('noor')
const groupId = (name: 'workshop' | 'operations' | 'board' = 'workshop') => database.cast.groups[name]
const post = (text: string, name: 'workshop' | 'operations' = 'workshop') =>
  createPost(noor(), { groupId: groupId(name), text })

beforeAll(async () => {
  const permissions = ['read_content', 'read_members', 'mention', 'manage_content']
  program = await makeProgram(database, 'Écho', permissions, ['workshop', 'board'])
  sender = startDeliveries(problem => problems.push(problem))
  await program.subscribe('group', ['posts', 'comments', 'membership'], `${receiver.origin}/group`)
  await program.subscribe('page', ['mention'], `${receiver.origin}/page`)
})
afterAll(() => sender.stop())
afterEach(async () => {
  await settled()
  expect(problems).toEqual([])
  receiver.calm()
})

/** Until nothing waits any more. */
const settled = () =>
  until(async () => !(await rows(sql`select from deliveries where outcome in ('waiting', 'retrying')`)).length)
const sent = async (n: number) => {
  await until(() => receiver.deliveries.length >= n)
  await settled()
  expect(receiver.deliveries).toHaveLength(n)
  return receiver.deliveries.map(({ body }) => JSON.parse(body))
}
const reasons = async () =>
  (await rows<{ reason: string }>(sql`select reason from deliveries where outcome = 'cancelled' order by id desc`)).map(
    row => row.reason,
  )

test('a post: the envelope, its values, its headers, each byte', async () => {
  const made = await post('Café 🚲 at https://cobalt.example/x')
  await sent(1)
  const [{ headers, rawHeaders, body, url } = { headers: {}, rawHeaders: [], body: '', url: null }] =
    receiver.deliveries
  const time = Math.floor(new Date(made.createdAt).getTime() / 1_000)
  const value = {
    from: { id: noor().memberId, name: 'Noor Haddad' },
    community: { id: noor().communityId },
    post_id: `${groupId()}_${made.id}`,
    target_type: 'group',
    verb: 'add',
    created_time: `${made.createdAt.slice(0, 19)}+0000`,
    message: 'Café 🚲 at https://cobalt.example/x',
    permalink_url: `http://localhost:3000/posts/${made.id}`,
    type: 'link',
  }
  const envelope = { object: 'group', entry: [{ id: groupId(), time, changes: [{ field: 'posts', value }] }] }
  expect(body).toBe(JSON.stringify(envelope).replace('é', '\\u00e9').replace('🚲', '\\ud83d\\udeb2'))
  expect(url?.pathname).toBe('/group')
  const hmac = (algorithm: string) => createHmac(algorithm, program.secret).update(body).digest('hex')
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-hub-signature': `sha1=${hmac('sha1')}`,
    'x-hub-signature-256': `sha256=${hmac('sha256')}`,
    'webhook-id': expect.stringMatching(/^msg_\d+$/),
    'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
  })
  expect(rawHeaders).toContain('X-Hub-Signature')
  expect(rawHeaders).toContain('X-Hub-Signature-256')
  const attempt = await one<{ text: string }>(sql`select delivery_attempts::text as text from delivery_attempts`)
  expect(attempt.text).not.toContain(program.secret)
  expect(attempt.text).not.toContain('Caf')
})

test('edited and deleted: what was deleted is not said again', async () => {
  const made = await post('first words')
  await sent(1)
  await editPost(noor(), made.id, 'second words')
  await sent(2)
  await deletePost(noor(), made.id)
  const [, edit, gone] = (await sent(3)).map(one => one.entry[0].changes[0].value)
  expect(edit).toMatchObject({ verb: 'edit', message: 'second words', type: 'status' })
  expect(gone).toMatchObject({ verb: 'delete', post_id: `${groupId()}_${made.id}` })
  expect(receiver.deliveries[2]?.body).not.toContain('words')
})

test('comments and replies', async () => {
  const made = await post('to be answered')
  const comment = await createComment(database.as('bruno'), { postId: made.id, text: 'an answer' })
  const reply = await createComment(noor(), { postId: made.id, parentId: comment.id, text: 'a reply' })
  await sent(3)
  await editComment(noor(), reply.id, 'a better reply')
  await sent(4)
  await deleteComment(noor(), reply.id)
  const values = (await sent(5)).map(one => one.entry[0].changes[0]).filter(one => one.field === 'comments')
  const by = (verb: string, id: string) =>
    values.find(one => one.value.verb === verb && one.value.comment_id === `${made.id}_${id}`)?.value
  expect(by('add', comment.id)).toMatchObject({
    item: 'comment',
    post_id: `${groupId()}_${made.id}`,
    from: { name: 'Bruno Keller' },
    message: 'an answer',
    target_type: 'group',
  })
  expect(by('add', comment.id)).not.toHaveProperty('parent_id')
  expect(by('add', comment.id)).not.toHaveProperty('type')
  expect(by('add', reply.id)).toMatchObject({ parent_id: `${made.id}_${comment.id}` })
  expect(by('edit', reply.id)).toMatchObject({ message: 'a better reply' })
  expect(by('delete', reply.id)).not.toHaveProperty('message')
})

test('who comes and who goes; a question to join is nobody’s business', async () => {
  const lucie = database.as('lucie')
  await joinGroup(lucie, groupId())
  await sent(1)
  await leaveGroup(lucie, groupId())
  const [came, went] = (await sent(2)).map(one => one.entry[0])
  const named = { id: lucie.memberId, name: 'Lucie Bernard' }
  const value = {
    verb: 'add',
    member: named,
    actor: named,
    group: { id: groupId() },
    community: { id: lucie.communityId },
  }
  expect(came).toMatchObject({ id: groupId(), changes: [{ field: 'membership', value }] })
  expect(went.changes[0].value).toEqual({ ...value, verb: 'remove' })
})

test('a mention is told once, under the page, with the names of today and where they stand', async () => {
  await run(sql`delete from webhook_subscriptions where topic = 'group'`)
  const bot = program.bot.memberId
  const text = `🚲 @[Bruno](${database.as('bruno').memberId}) and @[Old name](${bot}): \`@[x](${bot})\``
  const made = await post(text)
  const [told] = await sent(1)
  const { value } = told.entry[0].changes[0]
  expect(told).toMatchObject({ object: 'page', entry: [{ id: bot, changes: [{ field: 'mention' }] }] })
  expect(value).toMatchObject({
    item: 'post',
    verb: 'add',
    message: `🚲 Bruno Keller and Écho: \`@[x](${bot})\``,
    message_tags: [
      { name: 'Bruno Keller', type: 'user', offset: 2, length: 12 },
      { id: bot, name: 'Écho', type: 'page', offset: 19, length: 4 },
    ],
    created_time: Math.floor(new Date(made.createdAt).getTime() / 1_000),
  })
  expect(value).not.toHaveProperty('comment_id')
  await editPost(noor(), made.id, `${text} once more`)
  await createComment(noor(), { postId: made.id, text: 'nobody is called here' })
  const comment = await createComment(noor(), { postId: made.id, text: `and you, @[Écho](${bot})?` })
  const [, second] = await sent(2)
  expect(second.entry[0].changes[0].value).toMatchObject({
    item: 'comment',
    comment_id: `${made.id}_${comment.id}`,
    message: 'and you, Écho?',
  })
  await program.subscribe('group', ['posts', 'comments', 'membership'], `${receiver.origin}/group`)
})

test('nothing is told of its own acts, nor from groups it does not reach', async () => {
  const made = await createPost(program.bot, { groupId: groupId(), text: 'said by the bot itself' })
  await post(`not for @[Écho](${program.bot.memberId})`, 'operations')
  const marker = await post('heard')
  const [only] = await sent(1)
  expect(only.entry[0].changes[0].value.post_id).toBe(`${groupId()}_${marker.id}`)
  expect(await rows(sql`select from deliveries where subject_id = ${made.id}`)).toEqual([])
})

test('what is told commits with the change, or not at all', async () => {
  const count = async () => (await one<{ n: number }>(sql`select count(*)::int as n from deliveries`)).n
  const before = await count()
  await transaction(async () => {
    await post('never happened')
    expect(await count()).toBe(before + 1)
    throw new Error('undone')
  }).catch(() => {})
  expect(await count()).toBe(before)
})

test('what changed between the event and its sending is not told, and says why', async () => {
  await sender.stop()
  const ana = database.as('ana')
  const deleted = await post('a secret said by mistake')
  await createComment(noor(), { postId: deleted.id, text: 'under it' })
  await run(sql`update deliveries set next_at = now() where outcome = 'waiting'`)
  await deletePost(noor(), deleted.id)
  const kept = await post('still here')
  const grant = (permissions: string[], groupIds: string[]) =>
    replaceGrant({
      ...ana,
      installationId: program.installationId,
      permissions,
      everyone: false,
      groupIds,
      grantedBy: ana.memberId,
    })
  sender = startDeliveries(problem => problems.push(problem))
  await settled()
  expect(receiver.told().sort()).toEqual(['posts add', 'posts delete'])
  expect(receiver.deliveries.map(one => one.body).join()).not.toContain('mistake')
  expect((await reasons()).slice(0, 2)).toEqual(['content_gone', 'content_gone'])

  for (const [reason, permissions, groups] of [
    ['out_of_scope', ['read_content', 'mention'], [groupId('board')]],
    ['not_permitted', ['read_members'], [groupId()]],
  ] as const) {
    receiver.calm()
    await grant(['read_content', 'mention'], [groupId()])
    await sender.stop()
    await editPost(noor(), kept.id, `for ${reason} @[Écho](${program.bot.memberId})`)
    await grant([...permissions], [...groups])
    sender = startDeliveries(problem => problems.push(problem))
    await settled()
    expect(receiver.deliveries, reason).toEqual([])
    expect((await reasons())[0], reason).toBe(reason)
  }
  await grant(['read_content', 'read_members', 'mention', 'manage_content', 'read_security'], [groupId()])
})

test('who asked for no values is told that something changed, and where, and nothing of what', async () => {
  await program.subscribe('group', ['posts', 'comments', 'membership'], `${receiver.origin}/group`, {
    includeValues: false,
  })
  receiver.calm()
  const made = await post('nothing of this')
  const [told] = await sent(1)
  expect(told).toEqual({
    object: 'group',
    entry: [{ id: groupId(), time: expect.any(Number), changes: [{ field: 'posts' }] }],
  })
  // It stays so where an administrator saves the rest, and ends when a program subscribes anew.
  await program.subscribe('group', ['posts'], `${receiver.origin}/group`)
  await editPost(noor(), made.id, 'nor of this')
  await settled()
  expect(receiver.deliveries.map(one => one.body).join()).not.toMatch(/of this|value/)
  await program.subscribe('group', ['posts', 'comments', 'membership'], `${receiver.origin}/group`, {
    includeValues: true,
  })
})

test('the audit is told to who may hear it, all text, with e-mail addresses only where those may be read', async () => {
  await program.subscribe('workplace_security', ['admin_activity', 'integrations'], `${receiver.origin}/security`)
  await settled()
  receiver.calm()
  const userAgent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:87.0) Gecko/20100101 Firefox/87.0'
  const ana = { ...database.as('ana'), address: '203.0.113.9', userAgent, country: 'PL' }
  await deactivatePerson(ana, database.as('zoe').memberId)
  const [told] = await sent(1)
  const { communityId } = database.cast
  expect(told).toMatchObject({ object: 'workplace_security', entry: [{ id: communityId }] })
  expect(told.entry[0].changes[0]).toMatchObject({
    field: 'admin_activity',
    value: {
      event: 'ADMIN_DEACTIVATE_ACCOUNT',
      actor_id: database.as('ana').memberId,
      target_id: database.as('zoe').memberId,
      target_company_id: communityId,
      ...{ ip: '203.0.113.9', ip_country: 'PL', useragent: userAgent },
      ...{ browser_name: 'Firefox', browser_os: 'Mac OS X 10.15' },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    },
  })
  const leaves = (value: object): unknown[] =>
    Object.values(value).flatMap(one => (typeof one === 'object' ? leaves(one) : [one]))
  expect(leaves(told.entry[0].changes[0].value).every(one => typeof one === 'string')).toBe(true)
  expect(JSON.stringify(told)).not.toContain('@')
})

test('who comes, fails to come in, and goes is told to whoever watches', async () => {
  await program.subscribe('workplace_security', ['sessions'], `${receiver.origin}/security`)
  await settled()
  receiver.calm()
  const visitor = { address: '203.0.113.9', userAgent: 'curl/8.4.0' }
  await expect(signIn(cast.noor.email, 'not it', visitor)).rejects.toThrow('sign_in_failed')
  await sent(1)
  await signIn(cast.noor.email, castPassword, visitor)
  await sent(2)
  await signOut(noor())
  const values = (await sent(3)).map(one => one.entry[0].changes[0])
  expect(values.map(one => [one.field, one.value.event, one.value.target_id, one.value.actor_id])).toEqual([
    ['sessions', 'USER_LOGIN_FAILED', noor().memberId, undefined],
    ['sessions', 'USER_LOGIN', noor().memberId, noor().memberId],
    ['sessions', 'USER_LOGOUT', noor().memberId, noor().memberId],
  ])
  expect(values[0]?.value).toMatchObject({ ip: '203.0.113.9', useragent: 'curl/8.4.0' })
  expect(JSON.stringify(values)).not.toMatch(/not it|browser_name/)
})

test('a picture makes a post a photo, as the Graph says it', async () => {
  const made = await post('look')
  await sent(1)
  await run(sql`
    insert into files (community_id, id, kind, name, type, bytes, forms, uploaded_by)
    values (${noor().communityId}, 77, 'picture', 'bell.png', 'image/png', 1, '{}', ${noor().memberId})`)
  await run(sql`
    insert into attachments (community_id, subject_id, place, file_id, post_id, group_id)
    values (${noor().communityId}, ${made.id}, 0, 77, ${made.id}, ${groupId()})`)
  await editPost(noor(), made.id, 'look again')
  expect((await sent(2)).map(one => one.entry[0].changes[0].value.type)).toEqual(['status', 'photo'])
})

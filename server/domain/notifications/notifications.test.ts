import { afterEach, expect, test } from 'vitest'
import * as groups from '../../../contract/api/groups.ts'
import * as notifications from '../../../contract/api/notifications.ts'
import * as posts from '../../../contract/api/posts.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { configureMail } from '../../platform/mail.ts'
import { notify } from './notify.ts'

const database = useDatabase()
const server = useServer(database)
afterEach(async () => {
  configureMail(undefined, '')
  await run(sql`delete from notifications`)
  await run(sql`delete from jobs`)
  await run(sql`delete from notification_settings`)
})

const id = (who: CastName): string => database.cast.people[who].memberId
const bellOf = async (who: CastName) =>
  (await server.call(who, notifications.listNotifications)).items.map(item => item.kind)
const mails = () =>
  rows<{ to: string; subject: string; link: string }>(sql`
    select payload ->> 'to' as to, payload -> 'values' ->> 'subject' as subject, payload -> 'values' ->> 'link' as link
    from jobs where kind = 'send-mail' order by id`)
const tellNoorAndBruno = () =>
  notify(database.as('noor'), {
    kind: 'comment',
    memberIds: [id('noor'), id('bruno'), id('bruno'), id('lucie')],
    groupId: database.cast.groups.operations,
    subjectId: '7',
    values: { postId: '9' },
  })
const choose = (who: CastName, setting: { bell: boolean; email: boolean }) =>
  server.call(who, notifications.changeNotificationSetting, { body: { kind: 'comment', ...setting } })

test('each is told once, never who did it', async () => {
  const events = watchEvents()
  await events()
  await tellNoorAndBruno()
  expect(await events()).toEqual(['notification.created', 'notification.created'])
  expect(await bellOf('noor')).toEqual([])
  expect((await server.call('bruno', notifications.listNotifications)).items).toMatchObject([
    { kind: 'comment', actor: { name: 'Noor Haddad' }, groupName: 'Operations', href: '/posts/9', read: false },
  ])
})

test('bell and mail are chosen apart', async () => {
  configureMail('smtp://localhost:1', 'passerelle@cobalt.example')
  await choose('bruno', { bell: false, email: true })
  await choose('lucie', { bell: false, email: false })
  await tellNoorAndBruno()
  expect(await bellOf('bruno')).toEqual([])
  expect(await bellOf('lucie')).toEqual([])
  expect(await mails()).toEqual([
    {
      to: 'bruno@cobalt.example',
      subject: 'Noor Haddad commented on your post in Operations',
      link: expect.stringMatching(/^https?:\/\/[^/]+\/posts\/9$/),
    },
  ])
  await choose('lucie', { bell: true, email: true })
  await tellNoorAndBruno()
  expect((await mails()).map(mail => mail.subject)).toContain(
    'Noor Haddad a commenté votre publication dans Operations',
  )
  expect(await bellOf('lucie')).toEqual(['comment'])
})

test('the subject of a mail is one short line, whatever somebody wrote as a reason', async () => {
  configureMail('smtp://localhost:1', 'passerelle@cobalt.example')
  const note = `No.\r\nBcc: everybody@evil.example\n${'so '.repeat(400)}`
  await notify(database.as('ana'), {
    kind: 'request_declined',
    memberIds: [id('bruno')],
    values: { name: 'Zoom', integrationId: 'zoom', note, noted: 'yes' },
  })
  const [mail] = await mails()
  expect(mail?.subject).toMatch(/^Your request for Zoom was declined: “No\. Bcc: [^\r\n]{0,120}$/)
})

test('no mail where none can be sent, and none by default', async () => {
  await choose('bruno', { bell: true, email: true })
  await tellNoorAndBruno()
  configureMail('smtp://localhost:1', 'passerelle@cobalt.example')
  await choose('bruno', { bell: true, email: false })
  await tellNoorAndBruno()
  expect(await mails()).toEqual([])
})

test('unread counts follow what is read, and nobody reads for another', async () => {
  await tellNoorAndBruno()
  await tellNoorAndBruno()
  const [first] = (await server.call('bruno', notifications.listNotifications)).items
  const read = (who: CastName, body: { ids?: string[] }) => server.call(who, notifications.markRead, { body })
  await read('lucie', { ids: [first?.id ?? ''] })
  expect(await read('bruno', { ids: [first?.id ?? ''] })).toEqual({ unread: 1 })
  expect(await read('bruno', {})).toEqual({ unread: 0 })
  expect((await read('lucie', { ids: [] })).unread).toBe(2)
})

test('settings say every kind, on or off, and whether mail works', async () => {
  const before = await server.call('zoe', notifications.getNotificationSettings)
  expect(before.mailWorks).toBe(false)
  expect(before.items.every(item => item.bell && item.email === notifications.mailedAtFirst.includes(item.kind))).toBe(
    true,
  )
  expect(before.items.map(item => item.kind).toSorted()).toEqual([...notifications.notificationKinds].toSorted())
  await choose('zoe', { bell: false, email: true })
  const after = await server.call('zoe', notifications.getNotificationSettings)
  expect(after.items.find(item => item.kind === 'comment')).toEqual({ kind: 'comment', bell: false, email: true })
})

test('what was told about a group goes when the group is no longer theirs to see', async () => {
  const made = await server.call('noor', groups.createGroup, {
    body: { name: 'Hush', description: '', privacy: 'secret', cover: 'night' },
  })
  const params = { groupId: made.id }
  await server.call('noor', groups.inviteToGroup, { params, body: { memberIds: [id('zoe'), id('samir')] } })
  expect(await bellOf('zoe')).toEqual(['group_invited'])
  await server.call('zoe', groups.joinGroup, { params })
  await server.call('samir', groups.leaveGroup, { params })
  expect(await bellOf('samir')).toEqual([])
  await server.call('noor', groups.removeFromGroup, { params: { ...params, memberId: id('zoe') } })
  const answer = await server.call('zoe', notifications.listNotifications)
  expect(JSON.stringify(answer)).not.toContain('Hush')
  expect((await server.call('zoe', notifications.markRead, { body: { ids: [] } })).unread).toBe(0)
})

test('an edit tells whom it mentions for the first time', async () => {
  const params = { groupId: database.cast.groups.operations }
  const post = await server.call('noor', posts.createPost, { params, body: { text: 'hello' } })
  const comment = await server.call('noor', posts.createComment, {
    params: { postId: post.id },
    body: { text: `@[Bruno](${id('bruno')})` },
  })
  await run(sql`delete from jobs`)
  await server.call('noor', posts.editComment, {
    params: { commentId: comment.id },
    body: { text: `@[Bruno](${id('bruno')}) @[Lucie](${id('lucie')})` },
  })
  expect(await rows(sql`select kind, payload -> 'only' as only from jobs`)).toEqual([
    { kind: 'tell-about-comment', only: [id('lucie')] },
  ])
})

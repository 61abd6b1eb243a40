/** An administrator makes a program, gives it a token, changes it over without a gap, switches it off, deletes it, and takes that back. */
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { listConnections } from '../../contract/api/connections.ts'
import * as custom from '../../contract/api/custom-integrations.ts'
import { listIntegrations } from '../../contract/api/directory.ts'
import { changeNoticeRoute, listGroupIntegrations } from '../../contract/api/group-integrations.ts'
import * as integrations from '../../contract/api/integrations.ts'
import { linkAccount } from '../../contract/api/linking.ts'
import { deactivatePerson, suggestMembers } from '../../contract/api/people.ts'
import { groupFeed, listComments } from '../../contract/api/posts.ts'
import type { Bot } from '../../server/domain/access/actor.ts'
import { holderOf } from '../../server/domain/integrations/access-tokens.ts'
import { deletePost } from '../../server/domain/posts/change-post.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { rowsWith } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
let integrationKey = ''
let token = ''
let bot: Bot
const at = () => ({ params: { integrationKey } })
const names = async (who: 'ana' | 'noor') => (await server.call(who, listIntegrations)).items.map(row => row.name)
const said = async () =>
  (await server.call('noor', groupFeed, { params: { groupId: database.cast.groups.operations } })).items.map(
    p => p.text,
  )

async function actAs(text: string): Promise<string> {
  const post = await createPost(bot, { groupId: database.cast.groups.operations, text })
  return post.id
}

test('it is made, and stands in the directory of who administers, and of nobody else', async () => {
  const { groups } = database.cast
  const made = await server.call('ana', custom.createCustomIntegration, {
    body: {
      name: 'Stock watch',
      description: 'Says when a part runs low.',
      permissions: ['manage_content', 'mention', 'read_content'],
      scope: { everyone: false, groupIds: [groups.operations] },
    },
  })
  integrationKey = made.id
  expect(made).toMatchObject({ origin: 'custom', status: 'enabled_for', groupCount: 1, icon: null, admin: null })
  expect(made.program).toMatchObject({ appId: made.id, tokens: [], discoverable: false, usage: { lastDay: null } })
  expect(made.program?.owner).toEqual({ kind: 'role', role: 'system_administrator' })
  expect(await names('ana')).toContain('Stock watch')
  expect(await names('noor')).not.toContain('Stock watch')
  const { counts, items } = await server.call('ana', listIntegrations, { query: { origin: 'custom' } })
  expect(counts?.custom).toBe(1)
  expect(items.map(row => row.id)).toEqual([integrationKey])
  const on = await server.call('ana', listIntegrations, { query: { status: 'enabled' } })
  expect(on.items).toHaveLength(on.counts?.enabled ?? -1)
})

test('its token is shown once, is kept as a hash, and carries exactly what was granted', async () => {
  const answer = await server.call('ana', custom.createToken, { ...at(), body: { overlapHours: 0 } })
  token = answer.token
  const holder = await holderOf(token)
  expect(holder).toMatchObject({ appId: integrationKey, everyone: false })
  expect(holder?.permissions).toEqual(['manage_content', 'mention', 'read_content'])
  if (holder) bot = holder.bot
  const page = await server.call('ana', integrations.getIntegration, at())
  expect(page.program?.tokens).toHaveLength(1)
  expect(JSON.stringify(page)).not.toContain(token)
  // What the page says is all that a program needs.
  const url = `${new URL(page.program?.address ?? '').pathname}/me`
  const first = await server.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  expect(first.json()).toEqual({ name: 'Stock watch', id: bot.memberId })
  expect(await rowsWith(token)).toEqual([])
})

test('a token and a secret are changed over without a gap, for as long as was chosen', async () => {
  const first = token
  token = (await server.call('ana', custom.createToken, { ...at(), body: { overlapHours: 1 } })).token
  expect(await holderOf(first)).toBeDefined()
  expect(await holderOf(token)).toBeDefined()
  const { program } = await server.call('ana', integrations.getIntegration, at())
  expect(program?.tokens.map(one => one.endsAt !== null)).toEqual([false, true])
  const earlier = program?.tokens[1]?.id ?? ''
  await server.call('ana', custom.endToken, { params: { integrationKey, tokenId: earlier } })
  expect(await holderOf(first)).toBeUndefined()
  const second = token
  token = (await server.call('ana', custom.createToken, { ...at(), body: { overlapHours: 0 } })).token
  expect(await holderOf(second)).toBeUndefined()

  const before = await server.call('ana', custom.showSecret, at())
  const after = await server.call('ana', custom.resetSecret, { ...at(), body: { overlapHours: 24 } })
  expect(after.secret).not.toBe(before.secret)
  expect(after.integration.program?.earlierSecretEndsAt).not.toBeNull()
  expect((await server.call('ana', custom.showSecret, at())).secret).toBe(after.secret)
  expect(JSON.stringify(after.integration)).not.toContain(after.secret)
  const { items } = await server.call('ana', integrations.listIntegrationAudit, at())
  expect(items.map(row => row.sentence)).toEqual([
    'Looked at the app secret of Stock watch',
    'Reset the app secret of Stock watch',
    'Looked at the app secret of Stock watch',
    'Made an access token for Stock watch',
    'Ended an access token of Stock watch',
    'Made an access token for Stock watch',
    'Made an access token for Stock watch',
    'Made Stock watch',
  ])
  expect(JSON.stringify(items)).not.toContain(after.secret)
})

test('its logo is made small and anew, and its bot shows it; what is no picture is refused', async () => {
  const large = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#067' } })
    .png()
    .toBuffer()
  const picture = large.toString('base64')
  const { icon } = await server.call('ana', custom.changeLogo, { ...at(), body: { picture } })
  const { picture: shown } = await one<{ picture: string }>(sql`select picture from members where id = ${bot.memberId}`)
  expect(shown).toBe(icon)
  const logo = await server.app.inject({ url: icon ?? '', headers: { cookie: await server.cookie('noor') } })
  expect(logo.headers['content-type']).toBe('image/webp')
  expect(await sharp(logo.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 256 })
  expect((await server.app.inject({ url: icon ?? '' })).statusCode).toBe(401)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')
  expect(await server.refused('ana', custom.changeLogo, { ...at(), body: { picture: svg } })).toMatchObject({
    code: 'not_a_picture',
  })
  expect((await server.call('ana', custom.removeLogo, at())).icon).toBeNull()
})

test('who is in its group finds its bot once it wants to be found, and may mention it there and nowhere else', async () => {
  const find = (who: 'noor' | 'zoe') => server.call(who, custom.listBots, { query: {} })
  expect((await find('noor')).items).toEqual([])
  const owner = { groupId: database.cast.groups.operations }
  const details = { name: 'Stock watch', description: 'Says when a part runs low.', discoverable: true, owner }
  await server.call('ana', custom.changeDetails, { ...at(), body: details })
  const { items } = await find('noor')
  expect(items).toMatchObject([{ name: 'Stock watch', owner: 'Operations', mentionable: true, memberId: bot.memberId }])
  expect(items[0]?.groups.map(group => group.name)).toEqual(['Operations'])
  expect((await find('zoe')).items).toEqual([])
  const suggested = async (group: 'operations' | 'workshop') =>
    (await server.call('noor', suggestMembers, { query: { search: 'sto', groupId: database.cast.groups[group] } }))
      .items
  expect(await suggested('operations')).toMatchObject([{ name: 'Stock watch', kind: 'bot' }])
  expect(await suggested('workshop')).toEqual([])
  const there = await server.call('noor', listGroupIntegrations, {
    params: { groupId: database.cast.groups.operations },
  })
  expect(there.items).toMatchObject([{ name: 'Stock watch', origin: 'custom', eventKinds: [], route: null }])
})

test('off is off from the next call on, and undone with the same token', async () => {
  await server.call('ana', integrations.disableIntegration, at())
  expect(await holderOf(token)).toBeUndefined()
  await expect(actAs('too late')).rejects.toMatchObject({ code: 'not_found' })
  expect((await server.call('noor', custom.listBots, { query: {} })).items).toEqual([])
  const back = await server.call('ana', integrations.restoreIntegration, at())
  expect(back).toMatchObject({ signInUrl: null, integration: { status: 'enabled_for' } })
  expect(await holderOf(token)).toBeDefined()
})

test('what needs a service behind it is empty, or not there', async () => {
  for (const route of [integrations.listInboundEvents, listConnections])
    expect((await server.call('ana', route, at())).items).toEqual([])
  const consent = { permissions: [], scope: { everyone: true } as const, settings: {} }
  const groupId = database.cast.groups.operations
  const route = { events: ['x'], filter: {}, audience: 'group' as const }
  const answers = [
    await server.refused('ana', integrations.enableIntegration, { ...at(), body: consent }),
    await server.refused('ana', integrations.changeSettings, { ...at(), body: { settings: {} } }),
    await server.refused('ana', integrations.reconnect, at()),
    await server.refused('noor', linkAccount, { ...at(), body: { returnTo: '/' } }),
    await server.refused('noor', changeNoticeRoute, { params: { groupId, integrationKey }, body: route }),
  ]
  expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404])
})

test('deleted, it goes with what it wrote; taken back, everything returns, and nothing that was deleted before', async () => {
  const kept = await actAs('Spokes run low.')
  const dropped = await actAs('A mistake.')
  await deletePost(database.as('noor'), dropped)
  const human = await createPost(database.as('noor'), { groupId: database.cast.groups.operations, text: 'How many?' })
  await createComment(bot, { postId: human.id, text: 'Forty.' })
  await run(sql`
    with thread as (
      insert into conversations (community_id, kind, made_by) values (${bot.communityId}, 'group', ${bot.memberId}) returning id)
    insert into messages (community_id, conversation_id, author_id, kind, text, installation_id)
    select ${bot.communityId}, thread.id, ${bot.memberId}, kind, 'Forty are there.', ${bot.installationId}
    from thread, unnest(array['message', 'notice']) as kind`)
  const goes = await server.call('ana', integrations.foreseeRemoval, at())
  expect(goes).toMatchObject({ posts: 1, comments: 1, messages: 1, tokens: 1, groups: 1 })

  await server.call('ana', integrations.removeIntegration, at())
  expect(await holderOf(token)).toBeUndefined()
  expect(await said()).toEqual(['How many?'])
  expect((await server.call('noor', listComments, { params: { postId: human.id } })).items).toEqual([])
  expect(await server.refused('ana', integrations.getIntegration, at())).toMatchObject({ code: 'not_found' })
  const { items } = await server.call('ana', custom.listDeletedIntegrations)
  expect(items).toMatchObject([{ id: integrationKey, name: 'Stock watch', posts: 1, comments: 1, messages: 1 }])

  const back = await server.call('ana', custom.undeleteIntegration, at())
  expect(back).toMatchObject({ status: 'enabled_for', groupCount: 1 })
  expect(await said()).toEqual(['How many?', 'Spokes run low.'])
  expect((await server.call('noor', listComments, { params: { postId: human.id } })).items).toHaveLength(1)
  expect(await holderOf(token)).toBeDefined()
  expect((await server.call('ana', custom.listDeletedIntegrations)).items).toEqual([])
  const { n } = await one<{ n: number }>(
    sql`select count(*)::int as n from events where topic = 'post' and subject_id = ${kept} and verb in ('deleted', 'created')`,
  )
  expect(n).toBe(3)
})

test('whoever made it may go: nothing of it hangs on a person', async () => {
  await server.call('theo', deactivatePerson, { params: { memberId: database.cast.people.ana.memberId } })
  expect(await holderOf(token)).toBeDefined()
  const page = await server.call('theo', integrations.getIntegration, at())
  expect(page.program?.madeBy.name).toBe('Ana Ferreira')
  await server.call('theo', custom.createToken, { ...at(), body: { overlapHours: 0 } })
  expect(await holderOf(token)).toBeUndefined()
})

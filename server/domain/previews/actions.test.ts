import { beforeAll, expect, test } from 'vitest'
import { openAction, runAction, runGroupAction } from '../../../contract/api/linking.ts'
import { createComment, createPost, groupFeed, listComments } from '../../../contract/api/posts.ts'
import { hidePreview, whoCannotOpen } from '../../../contract/api/previews.ts'
import type { FormValues } from '../../../contract/form.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { regrant } from '../../../test/harness/seen.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { run, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const zoom = useService('zoom', database, server, services)
const dropbox = useService('dropbox', database, server, services)
const groupId = () => jira.group('workshop')
const issue = () => `${services.sandbox.origin}/jira/site/browse/OPS-1`
const form: FormValues = { project: '10000', type: '10100', summary: 'Frames are late' }

beforeAll(async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await jira.linkAs('bruno', 'bruno')
  await zoom.enable(['workshop'], 'zu-bruno', { cloud: 'commercial', secretToken: 'zoom-secret-token' })
  await zoom.linkAs('bruno', 'zu-bruno')
  const bruno = dropbox.played().sandbox.people[0]?.id ?? ''
  await dropbox.enable(['workshop'], bruno)
  await dropbox.linkAs('bruno', bruno)
})

const post = async (text: string): Promise<string> =>
  (await server.call('bruno', createPost, { params: { groupId: groupId() }, body: { text } })).id
const at = (postId: string, actionKey: string, integrationKey = 'jira') => ({
  params: { postId, integrationKey, actionKey },
})
const made = () => jira.played().calls.filter(call => /^POST .*\/rest\/api\/3\/issue$/.test(call))

test('sent three times with one key, an issue is made once, and all three are told of it', async () => {
  const postId = await post('Frames are late')
  const create = (values = form) =>
    server.call('bruno', runAction, { ...at(postId, 'create_issue'), body: { values, idempotencyKey: 'once-for-all' } })
  const answers = [...(await Promise.all([create(), create(), create()])), await create()]
  expect(made()).toHaveLength(1)
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  const { items } = await server.call('bruno', listComments, { params: { postId } })
  expect(items.map(comment => comment.id)).toEqual([answers[0]?.commentId])
  const other = { values: { ...form, summary: 'Another' }, idempotencyKey: 'once-for-all' }
  expect((await server.refused('bruno', runAction, { ...at(postId, 'create_issue'), body: other })).code).toBe(
    'idempotency_conflict',
  )
  expect(made()).toHaveLength(1)
})

test('what the service refused was not done: the same key does it after all', async () => {
  const postId = await post('Refused first')
  const body = { values: form, idempotencyKey: 'second-time-lucky' }
  const before = made().length
  jira.played().mode = 'broken'
  expect((await server.refused('bruno', runAction, { ...at(postId, 'create_issue'), body })).code).toBe('service_away')
  jira.played().mode = 'well'
  expect((await server.call('bruno', runAction, { ...at(postId, 'create_issue'), body })).link).toContain('/browse/')
  expect(made().length).toBeGreaterThan(before)
})

test('cut off in the middle, it is not done again, and the reader is told to look', async () => {
  const postId = await post('Cut off')
  const body = { values: form, idempotencyKey: 'cut-off-once' }
  await server.call('bruno', runAction, { ...at(postId, 'create_issue'), body })
  const before = made().length
  await run(
    sql`update actions_done set outcome = null, begun_at = now() - interval '3 minutes' where key = 'cut-off-once'`,
  )
  const refused = await server.refused('bruno', runAction, { ...at(postId, 'create_issue'), body })
  expect(refused).toMatchObject({ code: 'action_uncertain' })
  expect(made()).toHaveLength(before)
})

test('a meeting is started once, however often it is sent at a time', async () => {
  const params = { groupId: groupId(), integrationKey: 'zoom', actionKey: 'start_meeting' }
  const body = { values: { topic: 'Twice', when: 'now' }, idempotencyKey: 'meet-only-once' }
  const start = () => server.call('bruno', runGroupAction, { params, body })
  const [first, second] = await Promise.all([start(), start()])
  expect(second).toEqual(first)
  expect(await start()).toEqual(first)
  expect(zoom.played().calls.filter(call => /^POST .*\/meetings$/.test(call))).toHaveLength(1)
  const { items } = await server.call('bruno', groupFeed, { params: { groupId: groupId() } })
  expect(items.filter(one => one.text.includes('Twice'))).toHaveLength(1)
})

test('on the card of a comment it is done as well, and told beneath the comment', async () => {
  const postId = await post('What about the frames?')
  const say = (text: string, parentId?: string) =>
    server.call('noor', createComment, { params: { postId }, body: { text, ...(parentId && { parentId }) } })
  const comment = await say(`see ${services.sandbox.origin}/dropbox/site/home/Drawings/Prices.xlsx`)
  const reply = await say(`and ${issue()}`, comment.id)
  const moving = { ...at(reply.id, 'transition'), body: { values: {}, linkKey: '0' } }
  const [to] = (await server.call('bruno', openAction, moving)).fields
  const moved = { values: { [to?.name ?? '']: to?.options?.[0]?.value ?? '' }, linkKey: '0' }
  const done = await server.call('bruno', runAction, { ...moving, body: { ...moved, idempotencyKey: 'moved-there' } })
  expect(done.sentence).toContain('OPS-1')
  const body = { values: { sharing: 'team' }, linkKey: '0', idempotencyKey: 'linked-there' }
  const { link, commentId } = await server.call('bruno', runAction, { ...at(comment.id, 'make_link', 'dropbox'), body })
  const { items } = await server.call('bruno', listComments, { params: { postId } })
  const told = items.find(one => one.id === commentId)
  expect(told).toMatchObject({ parentId: comment.id })
  expect(told?.text).toContain(link)
  const closed = await server.call('noor', createPost, {
    params: { groupId: jira.group('operations') },
    body: { text: 'x' },
  })
  const within = await server.call('noor', createComment, {
    params: { postId: closed.id },
    body: { text: `see ${issue()}` },
  })
  const strange = { ...moving, ...at(within.id, 'transition') }
  expect((await server.refused('zoe', openAction, strange)).code).toBe('not_found')
})

test('where the integration may not act for members, no card offers it, and the refusal says what is missing', async () => {
  const postId = await jira.paste('bruno', 'workshop', issue())
  const actions = async (refresh: boolean) => {
    const preview = await jira.preview('bruno', postId, refresh)
    return preview.state === 'shown' ? preview.card.actions.map(action => action.id) : preview.state
  }
  expect(await actions(true)).toEqual(['transition', 'assign'])
  const scope = { everyone: false as const, groupIds: [groupId()] }
  const permit = (permissions: string[]) => regrant(server, 'ana', jira.params, { permissions, scope })
  await permit(['preview_links'])
  // Kept or asked for anew.
  expect([await actions(false), await actions(true), await actions(false)]).toEqual([[], [], []])
  const asked = { ...at(postId, 'transition'), body: { values: {}, linkKey: '0' } }
  expect(await server.refused('bruno', openAction, asked)).toMatchObject({ code: 'acting_not_allowed' })
  const cannot = { params: { subjectId: postId, linkKey: '0' } }
  expect((await server.refused('bruno', whoCannotOpen, cannot)).code).toBe('acting_not_allowed')
  await permit(['preview_links', 'act_for_members'])
  expect(await actions(false)).toEqual(['transition', 'assign'])
})

test('an action is done where it is offered, and nowhere else: the service is not even asked', async () => {
  const postId = await jira.paste('bruno', 'workshop', issue())
  const calls = () => jira.played().calls.length + zoom.played().calls.length
  const before = calls()
  const code = async (params: ReturnType<typeof at>, linkKey?: string) => {
    const body = { values: {}, ...(linkKey !== undefined && { linkKey }) }
    const tried = await server.refused('bruno', openAction, { ...params, body })
    const done = await server.refused('bruno', runAction, {
      ...params,
      body: { ...body, idempotencyKey: `elsewhere-${linkKey}` },
    })
    return [tried.code, done.code]
  }
  const nowhere = ['not_found', 'not_found']
  expect(await code(at(postId, 'start_meeting', 'zoom'))).toEqual(nowhere)
  expect(await code(at(postId, 'transition'))).toEqual(nowhere)
  for (const key of ['abc', '7', '-1', '', '0.5']) expect(await code(at(postId, 'transition'), key)).toEqual(nowhere)
  expect(await code(at(postId, 'create_issue'), '0')).toEqual(nowhere)
  // Another service's card, and one that was taken away.
  expect(await code(at(postId, 'end_meeting', 'zoom'), '0')).toEqual(nowhere)
  const hide = { params: { subjectId: postId, linkKey: '0' }, body: { hidden: true } }
  await server.call('bruno', hidePreview, hide)
  expect(await code(at(postId, 'transition'), '0')).toEqual(nowhere)
  expect(calls()).toBe(before)
})

test('where an account reaches several sites the site is asked for, and the one chosen last is put in again', async () => {
  await jira.linkAs('noor', 'mei')
  const site = `${services.sandbox.origin}/jira/site`
  const lab = `${site}/lab`
  const postId = await post('The hub gives way')
  const open = async (who: 'noor' | 'bruno', values: FormValues = {}) =>
    (await server.call(who, openAction, { ...at(postId, 'create_issue'), body: { values } })).fields
  const [asked, ...none] = await open('noor')
  expect([asked?.name, asked?.value, asked?.options?.map(one => one.value), none]).toEqual([
    ...['site', undefined, [site, lab], []],
  ])
  const projects = (await open('noor', { site: lab }))[1]?.options ?? []
  expect(projects.map(one => one.label)).toEqual(['LAB · Test bench'])
  const values = { site: lab, project: projects[0]?.value ?? '', type: '10100', summary: 'Hub', description: '' }
  const done = await server.call('noor', runAction, {
    ...at(postId, 'create_issue'),
    body: { values, idempotencyKey: 'at-the-second-site' },
  })
  expect(done.link).toMatch(new RegExp(`^${lab}/browse/LAB-`))
  expect((await open('noor')).map(field => [field.name, field.value])).toEqual([
    ['site', lab],
    ['project', undefined],
  ])
  // Everybody's own; and it is not kept where the account no longer reaches it.
  expect((await open('bruno')).map(field => field.name)).toEqual(['project'])
  await jira.linkAs('noor', 'zoe')
  expect((await open('noor')).map(field => field.name)).toEqual(['project'])
})

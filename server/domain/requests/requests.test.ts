/** The loop that is closed: members ask together, those who decide see who and why, and everybody hears what became of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { listAudit } from '../../../contract/api/audit.ts'
import { listIntegrations } from '../../../contract/api/directory.ts'
import * as integrations from '../../../contract/api/integrations.ts'
import { listNotifications } from '../../../contract/api/notifications.ts'
import { createPost } from '../../../contract/api/posts.ts'
import * as contract from '../../../contract/api/requests.ts'
import type { CastGroupName, CastName } from '../../../sandbox/cast.ts'
import { asServed, until, useDatabase } from '../../../test/harness/database.ts'
import { openMailBox } from '../../../test/harness/mail-box.ts'
import { regrant, seen } from '../../../test/harness/seen.ts'
import { useServer } from '../../../test/harness/server.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { startWorkers } from '../../platform/jobs.ts'
import { jobs } from '../../work/jobs.ts'
import { reaches } from '../access/reaches.ts'
import { openCatalog } from '../integrations/catalog.ts'
import { endWhatEnds } from '../integrations/end-what-ends.ts'

const database = useDatabase(asServed)
let workers: ReturnType<typeof startWorkers> | undefined
const server = useServer(database)
const group = (name: CastGroupName): string => database.cast.groups[name]
const hello = { integrationKey: 'hello' }
const settings = { secret: 'a secret of hello' }
const permissions = ['preview_links', 'post_notices']
const ask = (who: CastName, groups: readonly CastGroupName[] = [], reason = '') =>
  server.call(who, contract.askForIntegration, {
    body: { integrationId: 'hello', groupIds: groups.map(group), ...(reason && { reason }) },
  })
const waiting = async () => (await server.call('ana', contract.listRequests)).items
const told = async (who: CastName, kind: string) =>
  (await server.call(who, listNotifications)).items.filter(item => item.kind === kind)
const approve = (requestId: string, groups: readonly CastGroupName[], more: object = {}, who: CastName = 'ana') => ({
  params: { requestId },
  body: { permissions, scope: { everyone: false as const, groupIds: groups.map(group) }, settings, ...more },
  who,
})

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
  workers = startWorkers(jobs, problem => {
    throw problem
  })
})
afterAll(() => workers?.stop())
const anew = async () => {
  await server.call('ana', integrations.removeIntegration, { params: hello }).catch(() => undefined)
  for (const table of [
    'request_wishes',
    'request_supporters',
    'request_comments',
    'integration_requests',
    'request_policies',
  ])
    await run({ text: `delete from ${table}`, values: [] })
  await run(sql`delete from notifications`)
}

test('those who ask at the same time make one request, with everybody in it once', async () => {
  const asking: CastName[] = ['noor', 'bruno', 'lucie', 'samir', 'zoe', 'mei']
  for (const who of asking) await server.cookie(who)
  await Promise.all(asking.flatMap(who => [ask(who, ['everyone'], `${who} needs it`), ask(who, ['everyone'])]))
  const [request, ...others] = await waiting()
  expect(others).toEqual([])
  expect(request).toMatchObject({ integrationId: 'hello', supporters: 6, state: 'open', fresh: true })
  expect(request?.wanted).toMatchObject([{ group: { name: 'Everyone' }, people: 6 }])
  const params = { requestId: request?.id ?? '' }
  const { items } = await server.call('theo', contract.listSupporters, { params })
  expect(items.map(one => one.reason).sort()).toEqual(asking.map(who => `${who} needs it`).sort())
  // One line in the bell, however many asked while it was unread.
  expect(await told('ana', 'request_made')).toMatchObject([{ values: { name: 'Hello', others: 5 } }])
  const list = await server.call('theo', listIntegrations, { query: { status: 'requested' } })
  expect(list.items).toMatchObject([{ id: 'hello', wanted: 6 }])
})

test('a member learns how many wait, and no names, reasons or groups of others', async () => {
  const { request } = await server.call('theo', contract.getAsking, { params: hello })
  expect(request?.may.decide).toBe(true)
  await anew()
  await ask('mei', ['board'], 'for the secret plan')
  const stranger = await server.call('zoe', contract.getAsking, { params: hello })
  expect(stranger.request).toMatchObject({ supporters: 1, mine: null, comments: 0, seen: null })
  for (const word of ['secret plan', 'Mei', 'Board']) expect(JSON.stringify(stranger)).not.toContain(word)
  const params = { requestId: stranger.request?.id ?? '' }
  for (const route of [contract.getRequest, contract.listSupporters, contract.listRequests])
    expect((await server.refused('zoe', route, { params } as never)).code).toBe('forbidden')
  for (const route of [contract.listRequestComments, contract.withdrawRequest])
    expect((await server.refused('zoe', route, { params })).code).toBe('not_found')
  const comment = { params, body: { text: 'me too' } }
  expect((await server.refused('zoe', contract.commentOnRequest, comment)).code).toBe('not_found')
  expect((await server.refused('zoe', contract.declineRequest, { params, body: { reason: 'no' } })).code).toBe(
    'forbidden',
  )
})

test('a secret group is one that is not seen, to administrators who are not in it; nobody asks for one they are not in', async () => {
  const [ana] = await waiting()
  expect(ana).toMatchObject({ wanted: [{ group: { name: 'Board' } }], hiddenGroups: 0 })
  const { items } = await server.call('theo', contract.listRequests)
  expect(items[0]).toMatchObject({ wanted: [], hiddenGroups: 1 })
  const params = { requestId: ana?.id ?? '' }
  const who = await server.call('theo', contract.listSupporters, { params })
  expect(who.items).toMatchObject([{ groups: [], hiddenGroups: 1 }])
  expect(JSON.stringify([items, who])).not.toContain('Board')
  const there = await server.refused('zoe', contract.askForIntegration, {
    body: { integrationId: 'hello', groupIds: [group('board')] },
  })
  const nowhere = await server.refused('zoe', contract.askForIntegration, {
    body: { integrationId: 'hello', groupIds: ['999999999'] },
  })
  expect([there.status, there.code]).toEqual([nowhere.status, nowhere.code])
  expect(there.code).toBe('not_found')
})

test('approved for two groups until a day: each hears what it means for them, and it ends by itself', async () => {
  await anew()
  const post = await server.call('zoe', createPost, { params: { groupId: group('workshop') }, body: { text: 'look' } })
  await server.call('zoe', contract.askForIntegration, { body: { integrationId: 'hello', subjectId: post.id } })
  await ask('lucie', ['operations'])
  await ask('bruno', ['leaders', 'operations'])
  await ask('mei', ['board'])
  const [request] = await waiting()
  const endsAt = new Date(Date.now() + 86_400_000).toISOString()
  const { who, ...shape } = approve(
    request?.id ?? '',
    ['workshop', 'operations'],
    { endsAt, note: 'Enjoy it.' },
    'theo',
  )
  for (const [at, problem] of [
    [new Date(Date.now() - 1_000).toISOString(), 'past'],
    ['9999-12-31T23:59:59.999Z', 'far'],
    ['9999-12-31T23:59:59-14:00', 'malformed'],
  ] as const) {
    const never = { ...shape.body, endsAt: at }
    const refused = [
      await server.refused(who, contract.approveRequest, { ...shape, body: never }),
      await server.refused(who, integrations.enableIntegration, { params: hello, body: never }),
    ]
    for (const { code, body } of refused)
      expect([code, JSON.parse(body).error.data.problem]).toEqual(['bad_input', problem])
  }
  expect(await rows(sql`select from installations where integration_id = 'hello' and state <> 'removed'`)).toEqual([])
  const before = performance.now()
  const { integration } = await server.call(who, contract.approveRequest, shape)
  const outcome = async (member: CastName) => (await told(member, 'request_approved'))[0]
  expect(await until(() => outcome('zoe'))).toMatchObject({
    values: { where: 'here', note: 'Enjoy it.' },
    href: `/posts/${post.id}`,
  })
  for (const [member, where] of [
    ['lucie', 'here'],
    ['bruno', 'partly'],
    ['mei', 'elsewhere'],
  ] as const)
    expect(await until(() => outcome(member))).toMatchObject({ values: { where }, href: '/explore/integrations/hello' })
  expect(performance.now() - before).toBeLessThan(5_000)
  expect(integration.installation?.groupEnds).toEqual({ [group('workshop')]: endsAt, [group('operations')]: endsAt })
  expect(await waiting()).toEqual([])
  await run(sql`update grant_ends set ends_at = now() - interval '1 second' where group_id = ${group('operations')}`)
  await endWhatEnds()
  const { installation } = await server.call('ana', integrations.getIntegration, { params: hello })
  expect(installation?.groups.map(one => one.name)).toEqual(['Workshop'])
  expect(await told('ana', 'integration_grant_ended')).toMatchObject([{ values: { name: 'Hello', count: 1 } }])
})

test('what is over is over at that instant, and others’ savings do not prolong it', async () => {
  const scope = { everyone: false as const, groupIds: [group('workshop'), group('leaders')] }
  await regrant(server, 'ana', hello, { permissions, scope: { ...scope, groupIds: [group('workshop')] } })
  const { ends_at } = await one<{ ends_at: Date | null }>(sql`
    select ends_at from grant_ends where group_id = ${group('workshop')}`)
  expect(ends_at).not.toBeNull()
  await run(sql`update grant_ends set ends_at = now() - interval '1 second'`)
  const found = await server.refused('zoe', contract.askForIntegration, {
    body: { integrationId: 'hello', groupIds: ['1'] },
  })
  expect(found.code).toBe('not_found')
  await ask('zoe', ['workshop'])
  expect((await waiting())[0]).toMatchObject({ wanted: [{ group: { name: 'Workshop' }, people: 1 }] })
})

test('two administrators at once: what one trimmed meanwhile does not come back by the other’s approval', async () => {
  await anew()
  const only = (name: CastGroupName) => ({ everyone: false as const, groupIds: [group(name)] })
  await server.call('ana', integrations.enableIntegration, {
    params: hello,
    body: { permissions, settings, scope: only('workshop') },
  })
  await ask('noor', ['operations'])
  const [request] = await waiting()
  const looked = await seen(server, 'ana', hello)
  await regrant(server, 'theo', hello, { permissions: ['preview_links'], scope: only('workshop') })
  const { who, ...shape } = approve(request?.id ?? '', ['workshop', 'operations'], looked)
  const refused = await server.refused(who, contract.approveRequest, shape)
  expect([refused.status, refused.code]).toEqual([409, 'changed_meanwhile'])
  expect(refused.body).toContain('Hello')
  const standing = async () => (await server.call('ana', integrations.getIntegration, { params: hello })).installation
  expect(await standing()).toMatchObject({ groups: [{ name: 'Workshop' }], granted: { by: { name: 'Théo Marchand' } } })
  expect((await waiting())[0]).toMatchObject({ state: 'open', supporters: 1 })
  // Neither does an approval of what was not there when it was looked at, nor any other revision.
  const { revision: _, ...unseen } = shape.body as typeof shape.body & { revision?: string }
  for (const body of [unseen, { ...unseen, revision: '' }, { ...unseen, revision: '0 enabled' }])
    expect((await server.refused(who, contract.approveRequest, { ...shape, body })).code).toBe('changed_meanwhile')
  const both = await seen(server, 'ana', hello)
  const answers = await Promise.all(
    (['ana', 'theo'] as const).map(async one =>
      server.app.inject({
        method: 'PUT',
        url: '/api/integrations/hello/grant',
        headers: { origin: 'http://passerelle.test', cookie: await server.cookie(one) },
        payload: { permissions: ['preview_links'], scope: only(one === 'ana' ? 'workshop' : 'everyone'), ...both },
      }),
    ),
  )
  expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409])
  // Looked at again, it is for who decides.
  const again = { ...shape, body: { ...shape.body, ...(await seen(server, who, hello)) } }
  const { integration } = await server.call(who, contract.approveRequest, again)
  expect(integration.permissions.filter(one => one.granted).map(one => one.id)).toEqual(permissions)
  expect(integration.installation?.revision).not.toBe(both.revision)
  // The audit names what a request was for, and finds it by that.
  const audit = await server.call('ana', listAudit, { query: { integration: 'hello', subject: 'request' } })
  expect(audit.items[0]?.sentence).toBe('Approved the request for Hello')
})

test('for all groups until a day: over as a whole where it was not on, and where it was it goes on in the groups it had', async () => {
  await anew()
  const endsAt = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const toAll = async () => {
    await ask('lucie', ['operations'])
    const [request] = await waiting()
    const { who, ...shape } = approve(request?.id ?? '', [])
    const body = { ...shape.body, scope: { everyone: true as const }, endsAt, ...(await seen(server, who, hello)) }
    return (await server.call(who, contract.approveRequest, { ...shape, body })).integration.installation
  }
  const reached = async (): Promise<string[]> => {
    const found = await rows<{ name: string }>(sql`
      select g.name from groups g join installations i on i.integration_id = 'hello' join grants r on r.installation_id = i.id
      where ${reaches(sql`i`, sql`r`, sql`g.id`)} and g.privacy <> 'secret' order by g.id`)
    return found.map(row => row.name)
  }
  const pass = () => run(sql`update grant_ends set ends_at = now() - interval '1 second'`)
  expect(await toAll()).toMatchObject({ everyone: true, endsAt, everyoneEndsAt: null })
  const all = await reached()
  expect(all.length).toBeGreaterThan(3)
  await pass()
  expect(await reached()).toEqual([])
  await endWhatEnds()
  const over = await server.call('ana', integrations.getIntegration, { params: hello })
  expect(over).toMatchObject({ status: 'disabled', reason: 'ended', installation: { everyone: true, endsAt: null } })
  // Enabled again it is without an end.
  await server.call('ana', integrations.restoreIntegration, { params: hello })
  await endWhatEnds()
  expect(await reached()).toEqual(all)

  await regrant(server, 'ana', hello, {
    permissions,
    scope: { everyone: false, groupIds: [group('workshop'), group('leaders')] },
  })
  const before = await reached()
  const shown = await toAll()
  expect(shown).toMatchObject({ everyone: true, endsAt: null, everyoneEndsAt: endsAt })
  expect(await reached()).toEqual(all)
  // Saving something else keeps both.
  await regrant(server, 'ana', hello, { permissions: ['preview_links'], scope: { everyone: true } })
  await pass()
  expect(await reached()).toEqual(before)
  await endWhatEnds()
  const after = await server.call('ana', integrations.getIntegration, { params: hello })
  expect(after).toMatchObject({ status: 'enabled_for', groupCount: 2, installation: { everyoneEndsAt: null } })
  expect(await reached()).toEqual(before)
  expect(await told('ana', 'integration_everyone_ended')).toMatchObject([{ values: { name: 'Hello', left: 2 } }])
  const current = sql`(select id from installations where integration_id = 'hello' and state <> 'removed')`
  expect(await rows(sql`select from grant_ends where installation_id = ${current}`)).toEqual([])
  // Where the last of its groups ends, nothing is left: it is over as a whole, and keeps them to be enabled again with.
  await run(sql`
    insert into grant_ends (community_id, installation_id, kind, group_id, ends_at, set_by)
    select community_id, installation_id, 'group', g.id, now(), granted_by from grants
    cross join unnest(${[group('workshop'), group('leaders')]}::bigint[]) as g(id) where superseded_at is null
      and installation_id = ${current}`)
  expect(await reached()).toEqual([])
  await endWhatEnds()
  const last = await server.call('ana', integrations.getIntegration, { params: hello })
  expect(last).toMatchObject({ status: 'disabled', reason: 'ended' })
  expect(last.installation?.groups.map(one => one.name).sort()).toEqual([...before].sort())
})

test('refused with a reason, which everybody who asked is told; approving and refusing at once is one of the two', async () => {
  await anew()
  await ask('noor', ['operations'])
  await ask('bruno', ['operations'])
  const [request] = await waiting()
  const params = { requestId: request?.id ?? '' }
  for (const reason of ['  ', '\u200b\u2060'])
    expect((await server.refused('ana', contract.declineRequest, { params, body: { reason } })).code).toBe('bad_input')
  const twenty = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const url = n % 2 ? 'approve' : 'decline'
      const body = n % 2 ? approve(params.requestId, ['operations']).body : { reason: 'We have another tool.' }
      const answer = await server.app.inject({
        method: 'POST',
        url: `/api/requests/${params.requestId}/${url}`,
        headers: { origin: 'http://passerelle.test', cookie: await server.cookie(n % 3 ? 'ana' : 'theo') },
        payload: body,
      })
      return answer.statusCode
    }),
  )
  expect(twenty.filter(status => status === 200)).toHaveLength(1)
  expect(new Set(twenty)).toEqual(new Set([200, 409]))
  const all = [...(await told('noor', 'request_approved')), ...(await told('noor', 'request_declined'))]
  expect(all).toHaveLength(1)
  const enabled = await rows(sql`select from installations where integration_id = 'hello' and state <> 'removed'`)
  const [first] = (await server.call('ana', contract.listRequests, { query: { show: 'decided' } })).items
  expect(enabled).toHaveLength(first?.state === 'approved' ? 1 : 0)
  if (first?.state === 'declined') expect(all[0]).toMatchObject({ values: { note: 'We have another tool.' } })
})

test('withdrawn, asked back, answered, seen', async () => {
  await anew()
  const { request } = await ask('noor', ['operations'], 'for orders')
  await ask('bruno')
  const params = { requestId: request?.id ?? '' }
  await server.call('ana', contract.commentOnRequest, { params, body: { text: 'Which plan?' } })
  expect(await told('noor', 'request_question')).toMatchObject([{ values: { text: 'Which plan?' } }])
  await server.call('bruno', contract.commentOnRequest, { params, body: { text: 'The small one.' } })
  expect(await told('ana', 'request_comment')).toMatchObject([{ href: `/admin/requests?request=${params.requestId}` }])
  const { items } = await server.call('noor', contract.listRequestComments, { params })
  expect(items.map(one => [one.question, one.text])).toEqual([
    [false, 'The small one.'],
    [true, 'Which plan?'],
  ])
  const seen = await server.call('theo', contract.markRequestSeen, { params })
  expect(seen).toMatchObject({ fresh: false, seen: { by: { name: 'Théo Marchand' } } })
  await ask('lucie')
  expect((await waiting())[0]?.fresh).toBe(true)
  for (const who of ['noor', 'lucie', 'bruno'] as const) await server.call(who, contract.withdrawRequest, { params })
  expect(await waiting()).toEqual([])
  expect(
    (await server.refused('noor', contract.commentOnRequest, { params, body: { text: 'x' } })).status,
  ).toBeGreaterThan(400)
})

test('who asks, withdraws and asks again rings the bell each time, and mails nobody a second time that day', async () => {
  await anew()
  const box = await openMailBox()
  const asked = async (): Promise<number> => {
    const { request } = await ask('noor')
    expect(await told('theo', 'request_made')).toHaveLength(1)
    await server.call('noor', contract.withdrawRequest, { params: { requestId: request?.id ?? '' } })
    await until(async () => (await rows(sql`select from jobs where kind = 'send-mail'`)).length === 0)
    return box.read().filter(mail => mail.includes('To: theo@')).length
  }
  expect([await asked(), await asked(), await asked()]).toEqual([1, 1, 1])
  await run(sql`update integration_requests set mailed_at = mailed_at - interval '1 day'`)
  expect([await asked(), await asked()]).toEqual([2, 2])
  box.close()
})

test('of what is said about a request each reader has one mail a day, and the bell each time', async () => {
  await anew()
  await run(sql`
    insert into notification_settings (community_id, member_id, kind, bell, email)
    select community_id, id, k, true, true from members, unnest(array['request_comment', 'request_question']) as k where kind = 'person'
    on conflict (community_id, member_id, kind) do update set email = true`)
  const box = await openMailBox()
  const { request } = await ask('noor', ['operations'])
  const requestId = request?.id ?? ''
  const mails = async (who: string): Promise<number> => {
    await until(async () => (await rows(sql`select from jobs where kind = 'send-mail'`)).length === 0)
    return box.read().filter(mail => mail.includes(`To: ${who}@`)).length
  }
  const before = { noor: await mails('noor'), theo: await mails('theo') }
  const say = (who: CastName, text: string) =>
    server.call(who, contract.commentOnRequest, { params: { requestId }, body: { text } })
  for (const text of ['Which plan?', 'And for whom?', 'Well?']) await say('ana', text)
  await say('noor', 'The small one.')
  expect([(await mails('noor')) - before.noor, (await mails('theo')) - before.theo]).toEqual([1, 1])
  expect(await told('noor', 'request_question')).toHaveLength(3)
  expect(await told('theo', 'request_comment')).toHaveLength(4)
  // Who only spoke so far was mailed nothing, and is with the next answer; a day later everybody is again.
  await run(sql`update request_comment_mails set mailed_at = mailed_at - interval '1 day'`)
  await say('ana', 'Thank you.')
  expect([(await mails('noor')) - before.noor, (await mails('theo')) - before.theo]).toEqual([2, 2])
  box.close()
})

test('whoever has it by another way hears it too, as soon as it is there', async () => {
  await anew()
  await ask('noor', ['operations'])
  await ask('zoe', ['workshop'])
  // Who belongs to no group has it when everybody does.
  await run(sql`delete from memberships where member_id = ${database.cast.people.samir.memberId}`)
  await ask('samir')
  await server.call('ana', integrations.enableIntegration, {
    params: hello,
    body: { permissions, settings, scope: { everyone: false, groupIds: [group('workshop')] } },
  })
  await until(async () => (await told('zoe', 'request_approved')).length === 1)
  for (const who of ['noor', 'samir'] as const) expect(await told(who, 'request_approved')).toEqual([])
  expect((await waiting())[0]).toMatchObject({ supporters: 2, wanted: [{ group: { name: 'Operations' } }] })
  await regrant(server, 'ana', hello, { permissions, scope: { everyone: true } })
  await until(async () => (await told('noor', 'request_approved')).length === 1)
  expect(await waiting()).toEqual([])
  expect(await told('samir', 'request_approved')).toMatchObject([{ values: { where: 'here' } }])
  // Nobody has to look at it any more.
  expect(await told('theo', 'request_made')).toEqual([])
  const { code } = await server.refused('bruno', contract.askForIntegration, { body: { integrationId: 'hello' } })
  expect(code).toBe('already_enabled')
})

const rule = (given: Partial<contract.RequestRule>): contract.RequestRule => ({
  ...{ permissions: null, trust: null, categories: null, outcome: 'people', reason: '' },
  ...given,
})
const policy = (rules: contract.RequestRule[], own: Partial<contract.RequestPolicy> = {}) => ({
  body: { rules, ownText: null, ownUrl: null, version: 0, ...own },
})

test('rules decide from top to bottom, say beforehand what they would have said, and reach no group that their maker does not see', async () => {
  await anew()
  const decline = rule({
    permissions: { match: 'any', ids: ['manage_accounts'] },
    outcome: 'decline',
    reason: 'Too much.',
  })
  const rules = [
    decline,
    rule({ trust: 'here', outcome: 'approve', reason: 'Known here.' }),
    rule({ categories: ['examples'], outcome: 'decline', reason: 'No examples.' }),
  ]
  const nameless = policy([rule({ outcome: 'decline' })])
  expect((await server.refused('theo', contract.changeRequestPolicy, nameless)).code).toBe('bad_input')
  await ask('bruno', ['operations'])
  await server.call('theo', contract.changeRequestPolicy, policy(rules))
  expect(await told('theo', 'request_made')).toHaveLength(1)
  // Whoever waited before the rule was there waits on, and with them who joins.
  const joined = await ask('noor', ['operations'])
  expect(joined.request).toMatchObject({ state: 'open', supporters: 2 })
  for (const who of ['bruno', 'noor'] as const)
    await server.call(who, contract.withdrawRequest, { params: { requestId: joined.request?.id ?? '' } })
  const { request } = await ask('noor', ['operations'])
  expect(request).toMatchObject({ state: 'declined', decided: { by: null, note: 'No examples.' } })
  expect(await told('theo', 'request_made')).toEqual([])
  await server.call('ana', integrations.enableIntegration, {
    params: hello,
    body: { permissions, settings, scope: { everyone: false, groupIds: [group('workshop')] } },
  })
  await ask('noor', ['operations'])
  expect(await told('noor', 'request_approved')).toMatchObject([{ values: { where: 'here', note: 'Known here.' } }])
  expect(await told('theo', 'request_made')).toEqual([])
  // Théo made the rules, and does not see the group: that is for people.
  await ask('mei', ['board'])
  expect((await waiting())[0]).toMatchObject({ state: 'open', supporters: 1 })
  expect(await told('theo', 'request_made')).toHaveLength(1)
  const dry = await server.call('ana', contract.rehearseRules, { body: { rules } })
  expect(dry.items.map(item => [item.rule, item.outcome, item.alone])).toEqual([
    [2, 'approve', true],
    [2, 'approve', true],
    [3, 'decline', true],
    [3, 'decline', true],
  ])
  expect((await server.refused('noor', contract.rehearseRules, { body: { rules } })).code).toBe('forbidden')
  // A group that somebody only reads, and one that is put away: neither is theirs to open.
  await regrant(server, 'ana', hello, { permissions, scope: { everyone: false, groupIds: [group('operations')] } })
  const putAway = (at: string | null) => run(sql`update groups set archived_at = ${at} where id = ${group('everyone')}`)
  await putAway('2026-01-01')
  await ask('mei', ['workshop'])
  await ask('lucie', ['everyone'])
  await putAway(null)
  const { installation } = await server.call('ana', integrations.getIntegration, { params: hello })
  expect(installation?.groups).toMatchObject([{ name: 'Operations' }])
  expect((await waiting())[0]).toMatchObject({ state: 'open', supporters: 2 })
})

test('rules decide for as long as whoever saved them manages integrations, and say so when they do not', async () => {
  await anew()
  await server.call('ana', integrations.enableIntegration, {
    params: hello,
    body: { permissions, settings, scope: { everyone: false, groupIds: [group('workshop')] } },
  })
  const rules = [
    rule({ trust: 'here', outcome: 'approve', reason: 'Known here.' }),
    rule({ outcome: 'decline', reason: 'Never.' }),
  ]
  await server.call('theo', contract.changeRequestPolicy, policy(rules))
  const becomes = (role: string, active: boolean) =>
    run(sql`update members set role = ${role}, active = ${active} where id = ${database.cast.people.theo.memberId}`)
  for (const [role, active] of [
    ['member', true],
    ['system_administrator', false],
  ] as const) {
    await becomes(role, active)
    expect(await server.call('ana', contract.getRequestPolicy)).toMatchObject({
      ...{ resting: true, rules, saved: { by: { name: 'Théo Marchand' } } },
    })
    expect((await ask('noor', ['operations'])).request).toMatchObject({ state: 'open', mine: { has: false } })
    const { request } = await server.call('noor', contract.askForIntegration, { body: { integrationId: 'jira' } })
    expect(request?.state).toBe('open')
  }
  expect((await waiting()).map(one => one.proposed)).toEqual([null, null])
  await becomes('system_administrator', true)
  const { version, resting } = await server.call('ana', contract.getRequestPolicy)
  expect(resting).toBe(false)
  await becomes('member', true)
  const saved = await server.call('ana', contract.changeRequestPolicy, policy(rules, { version } as object))
  await becomes('system_administrator', true)
  expect(saved.resting).toBe(false)
  expect((await ask('bruno', ['operations'])).request).toMatchObject({ state: 'approved', decided: { by: null } })
})

test('what was decided stands in the order it was decided in, page by page', async () => {
  await anew()
  const asked = []
  for (const integrationId of ['hello', 'jira', 'dropbox'])
    asked.push(await server.call('noor', contract.askForIntegration, { body: { integrationId } }))
  for (const { request } of asked.toReversed())
    await server.call('ana', contract.declineRequest, {
      params: { requestId: request?.id ?? '' },
      body: { reason: 'Not now.' },
    })
  const found: string[] = []
  let after: string | null | undefined
  while (after !== null && found.length < 9) {
    const query = { show: 'decided' as const, limit: 1, ...(after && { after }) }
    const page = await server.call('theo', contract.listRequests, { query })
    found.push(...page.items.map(item => item.integrationId))
    after = page.next
  }
  expect(found).toEqual(['hello', 'jira', 'dropbox'])
})

test('two who save the rules at once: the second is told by whom, sees what is there now, and may put theirs over it', async () => {
  await anew()
  const { version } = await server.call('ana', contract.getRequestPolicy)
  const shape = (who: CastName) => policy([rule({ outcome: 'decline', reason: `As ${who} says.` })])
  const answers = await Promise.all(
    (['ana', 'theo'] as const).map(async who => {
      const headers = { origin: 'http://passerelle.test', cookie: await server.cookie(who) }
      const payload = shape(who).body
      return { who, answer: await server.app.inject({ method: 'PUT', url: '/api/request-policy', headers, payload }) }
    }),
  )
  expect(answers.map(({ answer }) => answer.statusCode).sort()).toEqual([200, 409])
  const first = answers.find(({ answer }) => answer.statusCode === 200)
  const second = answers.find(({ answer }) => answer.statusCode === 409)
  const now = await server.call('ana', contract.getRequestPolicy)
  expect(now.rules).toMatchObject([{ reason: `As ${first?.who} says.` }])
  expect(now.version).toBe(version + 1)
  expect(second?.answer.json().error).toMatchObject({ code: 'policy_changed' })
  expect(second?.answer.json().error.message).toContain(now.saved?.by.name)
  const mine = shape(second?.who ?? 'ana').body
  const saved = await server.call(second?.who ?? 'ana', contract.changeRequestPolicy, {
    body: { ...mine, version: now.version },
  })
  expect(saved).toMatchObject({ version: now.version + 1, rules: mine.rules })
})

test('an organisation’s own way takes the place of the form, for everybody', async () => {
  await anew()
  const bad = policy([], { ownText: 'x', ownUrl: 'javascript:alert(1)' })
  expect((await server.refused('ana', contract.changeRequestPolicy, bad)).code).toBe('bad_input')
  const own = { ownText: 'Write to the service desk.', ownUrl: 'https://desk.cobalt.example/new' }
  await server.call('ana', contract.changeRequestPolicy, policy([], own))
  const asking = await server.call('noor', contract.getAsking, { params: hello })
  expect(asking.elsewhere).toEqual({ text: own.ownText, url: own.ownUrl })
  expect((await server.refused('noor', contract.askForIntegration, { body: { integrationId: 'hello' } })).code).toBe(
    'asked_elsewhere',
  )
})

/** A group keeps its own house: what its admin takes out reaches nothing of it from that moment, and those who decide hear of it. */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import * as contract from '../../contract/api/group-integrations.ts'
import { createGroup } from '../../contract/api/groups.ts'
import { enableIntegration, getIntegration } from '../../contract/api/integrations.ts'
import { listNotifications } from '../../contract/api/notifications.ts'
import { groupFeed, homeFeed } from '../../contract/api/posts.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { openCatalog } from '../../server/domain/integrations/catalog.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { asServed, until, useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { regrant } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const programs = usePrograms(database, server)
const permissions = ['read_content', 'read_members', 'manage_content']
const operations = () => database.cast.groups.operations
const workshop = () => database.cast.groups.workshop
const at = (integrationKey: string, groupId = operations()) => ({ params: { groupId, integrationKey } })
const told = async (who: CastName, kind: string) =>
  (await server.call(who, listNotifications)).items.filter(item => item.kind === kind)

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
})

/** Every way into a group, and what a group answers that is not there. */
async function looks(token: string, groupId: string) {
  const paths = ['', '/feed', '/members', '/admins', '?fields=name,privacy,members', '/files']
  const read = await Promise.all(paths.map(path => programs.graph(`/${groupId}${path}`, { token })))
  const written = await programs.graph(`/${groupId}/feed`, { token, method: 'POST', payload: { message: 'in?' } })
  return [...read, written].map(({ status, body }) =>
    JSON.stringify([status, body])
      .replaceAll(groupId, 'ID')
      .replace(/"fbtrace_id":"[^"]*"/g, ''),
  )
}

const listen = (installationId: string) =>
  run(sql`
    insert into webhook_subscriptions (community_id, installation_id, app_id, topic, fields, callback_url, host, verify_token, signing_secret)
    select community_id, id, integration_id::bigint, 'group', '{posts}', 'https://program.example/hook', 'program.example', '', ''
    from installations where id = ${installationId}`)

const deliveriesOf = async (installationId: string): Promise<string[]> =>
  (
    await rows<{ group_id: string }>(
      sql`select group_id from deliveries where installation_id = ${installationId} order by id`,
    )
  ).map(row => row.group_id)

test.each([
  ['for chosen groups', false],
  ['for all groups', true],
] as const)(
  'a program %s: after its removal the next call finds the group as little as one that is not there',
  async (_, everyone) => {
    const program = await programs.make(permissions, everyone ? 'all' : ['operations', 'workshop'])
    await listen(program.installationId)
    const { appId: id } = program
    const post = await createPost(database.as('noor'), { groupId: operations(), text: 'what it may not read' })
    const before = await looks(program.token, operations())
    await run(sql`delete from deliveries`)
    expect(before.every(one => !one.startsWith('[2'))).toBe(false)
    const foreseen = await server.call('noor', contract.foreseeRemovalFromGroup, at(id))
    expect(foreseen.members).toBe(5)
    expect(foreseen.posts).toBeGreaterThan(0)
    await server.call('noor', contract.removeIntegrationFromGroup, at(id))
    expect(await looks(program.token, operations())).toEqual(await looks(program.token, '999999999999'))
    const of = await programs.graph(`/${operations()}_${post.id}`, { token: program.token })
    expect(JSON.stringify(of.body)).not.toContain('what it may not read')
    const groups = await programs.graph('/community/groups', { token: program.token })
    expect(JSON.stringify(groups.body)).not.toContain(operations())
    expect(JSON.stringify(groups.body)).toContain(workshop())
    // What happens there is not even written down for it.
    await createPost(database.as('noor'), { groupId: operations(), text: 'of which it is not told' })
    await createPost(database.as('bruno'), { groupId: workshop(), text: 'of which it is told' })
    expect(await deliveriesOf(program.installationId)).toEqual([workshop()])
    expect((await looks(program.token, workshop()))[1]).toMatch(/^\[200/)
    // Saving something else about it does not let it in again.
    const scope = everyone ? ({ everyone: true } as const) : { everyone: false as const, groupIds: [workshop()] }
    await regrant(server, 'ana', { integrationKey: id }, { permissions, scope })
    expect(await looks(program.token, operations())).toEqual(await looks(program.token, '999999999999'))
    const here = await server.call('bruno', contract.listGroupIntegrations, { params: { groupId: operations() } })
    expect(here.items.some(one => one.integrationId === id)).toBe(false)
    expect(here.removed).toMatchObject([{ integrationId: id, removedBy: { name: 'Noor Haddad' }, mayPutBack: false }])
    expect((await server.refused('noor', contract.putIntegrationBack, at(id))).code).toBe('forbidden')
    expect((await told('ana', 'integration_left_group'))[0]).toMatchObject({
      groupName: 'Operations',
      actor: { name: 'Noor Haddad' },
    })
    await server.call('ana', contract.putIntegrationBack, at(id))
    expect((await looks(program.token, operations()))[1]).toMatch(/^\[200/)
    expect((await told('noor', 'integration_put_back'))[0]).toMatchObject({ groupName: 'Operations' })
    expect((await server.refused('ana', contract.putIntegrationBack, at(id))).code).toBe('not_found')
    // Chosen again by name is put back, too.
    await server.call('noor', contract.removeIntegrationFromGroup, at(id))
    const chosen = { everyone: false as const, groupIds: [workshop(), operations()] }
    await regrant(server, 'ana', { integrationKey: id }, { permissions, scope: chosen })
    expect((await looks(program.token, operations()))[1]).toMatch(/^\[200/)
    const after = await server.call('noor', contract.listGroupIntegrations, { params: { groupId: operations() } })
    expect(after.removed).toEqual([])
    await server.call('noor', contract.removeIntegrationFromGroup, at(id))
    await server.call('ana', contract.putIntegrationBack, at(id))
  },
)

test('only who leads the group removes, only what is custom, and only on the plan that has it', async () => {
  const { appId: id } = await programs.make(permissions, ['operations'])
  for (const who of ['bruno', 'ana'] as const)
    expect((await server.refused(who, contract.removeIntegrationFromGroup, at(id))).code).toBe('forbidden')
  expect(
    (await server.refused('zoe', contract.removeIntegrationFromGroup, at(id, database.cast.groups.board))).code,
  ).toBe('not_found')
  await server.call('ana', enableIntegration, {
    params: { integrationKey: 'hello' },
    body: {
      permissions: ['preview_links', 'post_notices'],
      scope: { everyone: false, groupIds: [operations()] },
      settings: { secret: 'a secret of hello' },
    },
  })
  const connector = await server.refused('noor', contract.removeIntegrationFromGroup, at('hello'))
  expect(connector).toMatchObject({ code: 'only_custom_leaves', status: 409 })
  expect((await server.refused('noor', contract.removeIntegrationFromGroup, at('999999'))).code).toBe('not_enabled')
  await run(sql`update communities set plan = 'essential' where id = ${database.cast.communityId}`)
  const refused = await server.refused('noor', contract.removeIntegrationFromGroup, at(id))
  await run(sql`update communities set plan = 'advanced' where id = ${database.cast.communityId}`)
  expect(refused).toMatchObject({ code: 'plan_needed', status: 403 })
  expect(JSON.parse(refused.body).error.message).toContain('plan Advanced')
  const twenty = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const url = `/api/groups/${operations()}/integrations/${id}`
      const headers = { origin: 'http://passerelle.test', cookie: await server.cookie('noor') }
      return (await server.app.inject({ method: 'DELETE', url, headers })).statusCode
    }),
  )
  expect(twenty.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
})

test('admins of two groups who remove it at once: neither brings the other’s group back', async () => {
  for (let round = 0; round < 3; round++) {
    const { appId: id } = await programs.make(permissions, ['operations', 'workshop', 'everyone'])
    await Promise.all([
      server.call('noor', contract.removeIntegrationFromGroup, at(id)),
      server.call('bruno', contract.removeIntegrationFromGroup, at(id, workshop())),
    ])
    const reached = await rows<{ id: string }>(sql`
      select x.group_id as id from grant_groups x join grants r on r.id = x.grant_id and r.superseded_at is null
      join installations i on i.id = r.installation_id and i.integration_id = ${id}`)
    expect(reached.map(row => row.id)).toEqual([database.cast.groups.everyone])
  }
})

test('an administrator outside a secret group hears that there was one, and neither its name nor who leads it', async () => {
  const secret = await server.call('noor', createGroup, {
    body: { name: 'Skunkworks', description: '', privacy: 'secret', cover: 'night' },
  })
  const { appId: id } = await programs.make(permissions, 'all')
  await server.call('noor', contract.removeIntegrationFromGroup, at(id, secret.id))
  const [news] = await told('theo', 'integration_left_group')
  expect(news).toMatchObject({ groupName: null, actor: null, values: { hidden: 'yes' } })
  const left = await server.call('theo', contract.listGroupsLeft, { params: { integrationKey: id } })
  expect(left).toEqual({ items: [], hidden: 1 })
  const page = await server.call('theo', getIntegration, { params: { integrationKey: id } })
  for (const text of [news, left, page]) expect(JSON.stringify(text)).not.toContain('Skunkworks')
  expect((await server.refused('theo', contract.putIntegrationBack, at(id, secret.id))).code).toBe('not_found')
  for (const route of [contract.listGroupIntegrations, contract.foreseeRemovalFromGroup])
    expect((await server.refused('zoe', route, at(id, secret.id))).code).toBe('not_found')
})

test('muted is muted for one reader and one group: the home feed and the bell, not the group', async () => {
  const program = await programs.make(permissions, 'all')
  const post = (groupId: string, text: string) =>
    programs.graph(`/${groupId}/feed`, { token: program.token, method: 'POST', payload: { message: text } })
  await server.call('bruno', contract.muteIntegration, { ...at(program.appId), body: { muted: true } })
  await post(operations(), 'quiet words')
  await post(workshop(), 'loud words')
  const texts = async (who: CastName) => (await server.call(who, homeFeed)).items.map(item => item.text)
  expect(await texts('bruno')).toContain('loud words')
  expect(await texts('bruno')).not.toContain('quiet words')
  expect(await texts('lucie')).toContain('quiet words')
  const there = await server.call('bruno', groupFeed, { params: { groupId: operations() } })
  expect(there.items.map(item => item.text)).toContain('quiet words')
  const { items } = await server.call('bruno', contract.listGroupIntegrations, { params: { groupId: operations() } })
  expect(items.find(one => one.integrationId === program.appId)).toMatchObject({ muted: true, may: { remove: false } })
  await server.call('bruno', contract.muteIntegration, { ...at(program.appId), body: { muted: false } })
  expect(await texts('bruno')).toContain('quiet words')
})

test('a program that only reads is active where it read, and nowhere that it was refused', async () => {
  const { appId: id, token } = await programs.make(['read_content'], ['operations', 'workshop'], 'Reader')
  const lastIn = async (groupId: string) => {
    const { items } = await server.call('noor', contract.listGroupIntegrations, { params: { groupId } })
    const one = items.find(item => item.integrationId === id)
    return one && (one.lastActivityAt ?? 'never')
  }
  expect((await programs.graph(`/${workshop()}/members`, { token })).status).toBe(403)
  const before = Date.now()
  expect((await programs.graph(`/${operations()}/feed`, { token })).status).toBe(200)
  const at = await until(async () => {
    const last = await lastIn(operations())
    return last !== 'never' && last
  })
  expect(Date.parse(at)).toBeGreaterThanOrEqual(before)
  const logged = await rows<{ status: number }>(
    sql`select status from api_log where integration_id = ${id} and group_id = ${workshop()}`,
  )
  expect([logged.map(row => row.status), await lastIn(workshop())]).toEqual([[403], 'never'])
})

test('where the administrator keeps notices, a group’s admin does not choose them', async () => {
  await server.call('ana', contract.changeGroupsConfigure, {
    params: { integrationKey: 'hello' },
    body: { allowed: false },
  })
  const route = { ...at('hello'), body: { events: ['waved'], filter: {}, audience: 'checked' as const } }
  const refused = await server.refused('noor', contract.changeNoticeRoute, route)
  expect(refused.code).toBe('notices_kept')
  // Neither does he choose what the group follows.
  const { id: followId } = await one<{ id: string }>(sql`
    insert into follows (community_id, installation_id, group_id, item, content, made_by)
    select community_id, id, ${operations()}, 'thing', '', enabled_by from installations where integration_id = 'hello' and state <> 'removed' returning id`)
  const unfollow = { params: { groupId: operations(), followId } }
  expect((await server.refused('noor', contract.unfollowThing, unfollow)).code).toBe('notices_kept')
  await server.call('ana', contract.unfollowThing, unfollow)
  const { items } = await server.call('noor', contract.listGroupIntegrations, { params: { groupId: operations() } })
  expect(items.find(one => one.integrationId === 'hello')?.may.changeRoute).toBe(false)
  expect(
    (
      await server.refused('noor', contract.changeGroupsConfigure, {
        params: { integrationKey: 'hello' },
        body: { allowed: true },
      })
    ).code,
  ).toBe('forbidden')
})

import { beforeAll, expect, test } from 'vitest'
import { unlinkAccount } from '../../contract/api/linking.ts'
import { createPost } from '../../contract/api/posts.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { asServed, until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { regrant } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const link = () => `${services.sandbox.origin}/jira/site/browse/OPS-1`
const issueCalls = (): number => jira.played().calls.filter(call => call.includes('/issue/OPS-1')).length
const atOnce = 1_000

beforeAll(async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  for (const who of ['bruno', 'zoe'] as const) await jira.linkAs(who, who)
}, 30_000)

test('a thousand pastes of one address at once cause one call for each viewer, and none for a viewer without an account', async () => {
  const posts = await Promise.all(Array.from({ length: atOnce }, () => jira.paste('noor', 'workshop', link())))
  expect(issueCalls()).toBe(0)
  for (const [who, state] of [
    ['bruno', 'shown'],
    ['zoe', 'not_yours'],
    ['noor', 'account_needed'],
  ] as const) {
    const before = issueCalls()
    const seen = await Promise.all(posts.map(post => jira.preview(who, post)))
    expect(new Set(seen.map(preview => preview.state))).toEqual(new Set([state]))
    expect(issueCalls() - before).toBe(who === 'noor' ? 0 : 1)
  }
}, 60_000)

test('a post never waits for its preview, however slow the service', async () => {
  await run(sql`delete from link_previews`)
  jira.played().mode = 'slow'
  const began = performance.now()
  const post = await server.call('noor', createPost, {
    params: { groupId: jira.group('workshop') },
    body: { text: `look: ${link()}` },
  })
  expect(performance.now() - began).toBeLessThan(1_000)
  const looking = performance.now()
  expect((await jira.preview('bruno', post.id)).state).toBe('shown')
  expect(performance.now() - looking).toBeGreaterThan(2_000)
  jira.played().mode = 'well'
}, 20_000)

test('a card that was asked for before its account went is not kept after', async () => {
  await run(sql`delete from link_previews`)
  const post = await jira.paste('noor', 'workshop', link())
  jira.played().mode = 'slow'
  const before = issueCalls()
  const asked = jira.preview('bruno', post)
  await until(() => issueCalls() > before)
  jira.played().mode = 'well'
  await server.call('bruno', unlinkAccount, { params: jira.params })
  await asked
  expect((await jira.preview('bruno', post)).state).toBe('account_needed')
  expect(await rows(sql`select from link_previews where viewer_id = ${database.cast.people.bruno.memberId}`)).toEqual(
    [],
  )
  await jira.linkAs('bruno', 'bruno')
}, 20_000)

test('a card that the service brings after the group went out of scope is not shown', async () => {
  const scopeTo = (group: 'workshop' | 'everyone') =>
    regrant(server, 'ana', jira.params, {
      permissions: ['preview_links', 'post_notices', 'act_for_members'],
      scope: { everyone: false, groupIds: [jira.group(group)] },
    })
  await run(sql`delete from link_previews`)
  const post = await jira.paste('noor', 'workshop', link())
  jira.played().mode = 'slow'
  const before = issueCalls()
  const asked = jira.preview('bruno', post)
  await until(() => issueCalls() > before)
  await scopeTo('everyone')
  expect((await asked).state).toBe('off')
  jira.played().mode = 'well'
  await scopeTo('workshop')
  expect((await jira.preview('bruno', post)).state).toBe('shown')
}, 20_000)

test('a page of the open web is asked for once for everybody', async () => {
  const page = `${services.sandbox.origin}/`
  const posts = await Promise.all(Array.from({ length: 50 }, () => jira.paste('noor', 'everyone', page)))
  const seen = await Promise.all(
    posts.flatMap(post => (['bruno', 'zoe', 'noor'] as const).map(who => jira.preview(who, post))),
  )
  // The sandbox is not admitted for pasted addresses: refused alike for everyone, and never a card of what is inside.
  expect(new Set(seen.map(preview => preview.state))).toEqual(new Set(['none']))
})

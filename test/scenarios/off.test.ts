/** The off test: switched off under load, everything stops within five seconds, here and at the service; what waited ends as cancelled. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  disableIntegration,
  getIntegration,
  listInboundEvents,
  listIntegrationAudit,
  removeIntegration,
} from '../../contract/api/integrations.ts'
import { maybe, one, rows, run, sql } from '../../server/platform/db.ts'
import { asServed, until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const withinSeconds = 5

describe.each(['cloud', 'data_center'] as const)('%s', deployment => {
  let address = ''
  let deliver: () => { headers: Readonly<Record<string, string>>; body: string } = () => ({ headers: {}, body: '' })

  beforeAll(async () => {
    const siteUrl = `${services.sandbox.origin}/jira/site`
    await jira.enable(['workshop'], 'bruno', { deployment, ...(deployment === 'data_center' && { siteUrl }) })
    await untilSubscribed(jira.played().desk.hooks)
    await jira.linkAs('bruno', 'bruno')
    await jira.route('workshop', 'group', 'each')
    address = (await server.call('ana', getIntegration, { params: jira.params })).admin?.webhookUrl ?? ''
    const [hook = { url: '' }] = [...jira.played().desk.hooks.values()]
    // The service goes on sending, though its webhook is deleted: an old delivery on its way.
    deliver = () => {
      const made = jira.played().sandbox.deliver('OPS-1 moves to Done', hook, jira.played().desk)
      if (!made) throw new Error('nobody is told of it')
      return made
    }
  }, 30_000)
  afterAll(async () => {
    await server.call('ana', removeIntegration, { params: jira.params })
  })

  test('everything stops within five seconds, and the service is told', async () => {
    const { revoked } = jira.played().accounts
    const before = revoked.length
    const link = `${services.sandbox.origin}/jira/site/browse/OPS-1`
    const posts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => jira.paste('noor', 'workshop', `${link}?n=${n}`)),
    )
    const seen = { accepted: 0, call: 0, refusedAfter: 0 }
    let [running, at] = [true, Number.POSITIVE_INFINITY]
    const sending = Array.from({ length: 4 }, async () => {
      while (running) {
        const { headers, body } = deliver()
        const { status } = await fetch(address, { method: 'POST', headers, body })
        if (status === 200) seen.accepted = performance.now()
        else if (performance.now() > at) seen.refusedAfter++
        await new Promise(resolve => setTimeout(resolve, 15))
      }
    })
    const looking = Array.from({ length: 4 }, async (_, lane) => {
      for (let n = lane; running; n++) {
        const calls = jira.played().calls.length
        await jira.preview('bruno', posts[n % posts.length] ?? '', true)
        if (
          jira
            .played()
            .calls.slice(calls)
            .some(call => call.includes('/issue/'))
        )
          seen.call = performance.now()
        await new Promise(resolve => setTimeout(resolve, 15))
      }
    })
    await until(async () => (await rows(sql`select from posts where is_notice`)).length > 30, 20)
    at = performance.now()
    const wall = new Date()
    const { receipt } = await server.call('ana', disableIntegration, { params: jira.params })
    await new Promise(resolve => setTimeout(resolve, 2_000))
    running = false
    await Promise.all([...sending, ...looking])
    const last = await one<{ seconds: number }>(sql`
      select coalesce(extract(epoch from max(created_at) - ${wall}::timestamptz), -1)::float8 as seconds from posts where is_notice`)
    const figures = {
      lastAcceptedEvent: (seen.accepted - at) / 1_000,
      lastPreviewCall: (seen.call - at) / 1_000,
      lastPost: last.seconds,
      cancelled: receipt.jobsCancelled,
      refusedAfter: seen.refusedAfter,
    }
    console.log(`off, ${deployment}:`, figures)
    for (const seconds of [figures.lastAcceptedEvent, figures.lastPreviewCall, figures.lastPost])
      expect(seconds).toBeLessThan(withinSeconds)
    expect(seen.refusedAfter).toBeGreaterThan(10)
    await until(() => jira.played().desk.hooks.size === 0)
    if (deployment === 'data_center') {
      await until(() => revoked.length > before)
      await until(async () => {
        const { items } = await server.call('ana', listIntegrationAudit, { params: jira.params })
        const said = items.filter(item => !item.actor).map(item => item.sentence)
        return said.includes('Jira took a sign-in back') && said.some(one => one.endsWith('1 sign-in being given back'))
      })
    }
    await until(
      async () => !(await maybe(sql`select from jobs where kind = 'close-installation' and ended_as is null`)),
    )
    expect(await rows(sql`select from inbound_events where outcome = 'waiting'`)).toEqual([])
    expect(await rows(sql`select from jobs where installation_id is not null and ended_as is null`)).toEqual([])
  }, 60_000)
})

test('what waited ends as cancelled, and the administrator sees it', async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('bruno', 'bruno')
  // Events that nobody has read yet: their jobs are put off.
  const { communityId } = database.cast
  const row = await one<{ id: string }>(
    sql`select id from installations where state = 'enabled' and integration_id = 'jira'`,
  )
  for (let n = 0; n < 7; n++) {
    const event = await one<{ id: string }>(sql`
      insert into inbound_events (community_id, installation_id, delivery_key, outcome, request) values (${communityId}, ${row.id}, ${`late ${n}`}, 'waiting', 'x') returning id`)
    await run(sql`
      insert into jobs (community_id, kind, payload, installation_id, run_at)
      values (${communityId}, 'post-notice', ${JSON.stringify({ inboundEventId: event.id })}::jsonb, ${row.id}, now() + interval '1 hour')`)
  }
  const { receipt } = await server.call('ana', disableIntegration, { params: jira.params })
  expect(receipt.jobsCancelled).toBe(7)
  const { items } = await server.call('ana', listInboundEvents, {
    params: jira.params,
    query: { outcome: 'cancelled' },
  })
  expect(items).toHaveLength(7)
  expect((await rows(sql`select from jobs where ended_as = 'cancelled'`)).length).toBeGreaterThanOrEqual(7)
  // The receipt counts what is stopped: the members' accounts stay until it is removed. What the service took comes after it.
  expect(receipt).toMatchObject({ groups: 1, linkedAccounts: 1 })
  const sentences = async () =>
    (await server.call('ana', listIntegrationAudit, { params: jira.params })).items.map(item => item.sentence)
  await until(async () =>
    (await sentences()).includes('Took leave of Jira: 1 webhook deleted, 1 sign-in being given back'),
  )
  await until(async () => (await sentences()).includes('Jira did not take a sign-in back: it is only forgotten here'))
  await server.call('ana', removeIntegration, { params: jira.params })
})

test('a service that is away at that moment is asked again; here it is off at once', async () => {
  await until(() => jira.played().desk.hooks.size === 0)
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  jira.played().mode = 'broken'
  await server.call('ana', disableIntegration, { params: jira.params })
  await until(async () =>
    Boolean(
      await maybe(sql`select from jobs where kind = 'close-installation' and attempts > 0 and problem is not null`),
    ),
  )
  expect(jira.played().desk.hooks.size).toBe(1)
  expect((await server.call('ana', getIntegration, { params: jira.params })).status).toBe('disabled')
  jira.played().mode = 'well'
  await until(() => jira.played().desk.hooks.size === 0, 10)
})

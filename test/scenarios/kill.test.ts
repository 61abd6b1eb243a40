/**
 * The kill switch under load, on two processes: the last accepted call within five seconds, no attempt after, every token given back at its service, and a
 * receipt that says so.
 */
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { getIntegration, removeIntegration, restoreIntegration } from '../../contract/api/integrations.ts'
import { getReceipt, killIntegration, listReceipts } from '../../contract/api/receipts.ts'
import { listWebhooks } from '../../contract/api/webhooks.ts'
import { receiptFile } from '../../server/domain/oversight/receipt-file.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const programs = usePrograms(database, server)
const withinSeconds = 5
const other = useRealProgram(database, undefined, () => services.sandbox.origin)

test('a program: its calls end on every process, what was queued for it is cancelled, its tokens and secret are ended', async () => {
  const heard: number[] = []
  const receiver = createServer((request, response) => {
    heard.push(performance.now())
    request.resume()
    response.end('ok')
  })
  receiver.listen(0)
  const program = await programs.make(['read_content', 'manage_content'], ['operations'], 'Leaked')
  const group = database.cast.groups.operations
  const subscription = await one<{ id: string }>(sql`
    insert into webhook_subscriptions (community_id, installation_id, app_id, topic, fields, callback_url, host, verify_token, signing_secret)
    values (${database.cast.communityId}, ${program.installationId}, ${program.appId}, 'group', '{posts}', 'http://localhost:1/x', 'localhost:1', 'x', 'x') returning id`)
  await run(sql`
    insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, happened_at, outcome, next_at)
    select ${database.cast.communityId}, ${program.installationId}, ${subscription.id}, 'group', 'posts', 'created', n, n, now(), 'waiting', now() + interval '1 hour'
    from generate_series(1, 1000) n`)
  const seen = { last: 0, accepted: 0, refusedAfter: 0 }
  let [running, at] = [true, Number.POSITIVE_INFINITY]
  const calling = [other.origin, 'here'].flatMap(where =>
    Array.from({ length: 3 }, async () => {
      while (running) {
        const status =
          where === 'here'
            ? (await programs.graph(`/${group}/feed?limit=1`, program)).status
            : (
                await fetch(`${other.origin}/graph/${group}/feed?limit=1`, {
                  headers: { authorization: `Bearer ${program.token}` },
                })
              ).status
        if (status === 200) {
          seen.accepted++
          seen.last = performance.now()
        } else if (performance.now() > at) seen.refusedAfter++
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    }),
  )
  await until(() => seen.accepted > 40, 20)
  const params = { integrationKey: program.appId }
  at = performance.now()
  const receipt = await server.call('ana', killIntegration, { params })
  await new Promise(resolve => setTimeout(resolve, 1_500))
  running = false
  await Promise.all(calling)
  receiver.close()
  console.log('killed, a program:', { lastAccepted: (seen.last - at) / 1_000, refusedAfter: seen.refusedAfter })
  expect((seen.last - at) / 1_000).toBeLessThan(withinSeconds)
  expect(seen.refusedAfter).toBeGreaterThan(10)
  expect(heard).toEqual([])
  expect(await rows(sql`select from deliveries where outcome in ('waiting', 'retrying')`)).toEqual([])

  expect(receipt).toMatchObject({
    kind: 'killed',
    by: { name: 'Ana Ferreira' },
    deliveries: 1_000,
    groups: 1,
    name: 'Leaked',
  })
  expect(receipt.closedAt).not.toBeNull()
  expect(receipt.lines.map(line => [line.kind, line.answer])).toEqual([
    ['secret', 'ended'],
    ['token', 'ended'],
    ['callback', 'ended'],
  ])
  expect(receipt.lines.at(-1)?.detail).toBe('localhost:1')
  const appItself = await programs.graph(`/debug_token?input_token=x`, { token: `${program.appId}|${program.secret}` })
  expect(appItself.status).toBe(400)
  // Enabled again it is an empty shell: what leaked opens nothing, what was queued is not sent.
  await server.call('ana', restoreIntegration, { params })
  expect((await programs.graph(`/${group}/feed`, program)).status).not.toBe(200)
  const { items } = await server.call('ana', listWebhooks, { params })
  expect(items).toMatchObject([{ state: 'stopped', reason: 'killed' }])
  await createPost(database.as('noor'), { groupId: group, text: 'Nobody hears of it.' })
  expect(await rows(sql`select from deliveries where outcome in ('waiting', 'retrying')`)).toEqual([])
}, 60_000)

test('an integration of a service: previews and events stop, every account is given back, and the receipt hears each answer', async () => {
  const siteUrl = `${services.sandbox.origin}/jira/site`
  await jira.enable(['workshop'], 'bruno', { deployment: 'data_center', siteUrl })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('bruno', 'bruno')
  await jira.linkAs('noor', 'zoe')
  const posts = await Promise.all(
    Array.from({ length: 12 }, (_, n) => jira.paste('noor', 'workshop', `${siteUrl}/browse/OPS-1?n=${n}`)),
  )
  const { revoked } = jira.played().accounts
  const before = revoked.length
  const seen = { shown: 0, last: 0 }
  let running = true
  const cookie = await server.cookie('bruno')
  const looking = Array.from({ length: 4 }, async (_, lane) => {
    for (let n = lane; running; n++) {
      const postId = posts[n % posts.length] ?? ''
      const state =
        lane % 2 === 0
          ? (await jira.preview('bruno', postId, true)).state
          : (
              (await (
                await fetch(`${other.origin}/api/previews/${postId}/0?refresh=true`, { headers: { cookie } })
              ).json()) as { state: string }
            ).state
      if (state === 'shown') {
        seen.shown++
        seen.last = performance.now()
      }
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  })
  await until(() => seen.shown > 20, 20)
  const at = performance.now()
  const receipt = await server.call('ana', killIntegration, { params: jira.params })
  const params = { receiptId: receipt.id }
  expect(receipt.lines.filter(line => line.kind === 'account')).toHaveLength(3)
  const closed = await until(async () => {
    const found = await server.call('ana', getReceipt, { params })
    return found.closedAt !== null && found
  }, 10)
  running = false
  await Promise.all(looking)
  const calls = jira.played().calls.length
  await new Promise(resolve => setTimeout(resolve, 700))
  expect(jira.played().calls.length).toBe(calls)
  console.log('killed, a service:', {
    lastShown: (seen.last - at) / 1_000,
    closed: (Date.parse(closed.closedAt ?? '') - Date.parse(closed.at)) / 1_000,
  })
  expect((seen.last - at) / 1_000).toBeLessThan(withinSeconds)
  expect(revoked.length - before).toBe(3)
  expect(jira.played().desk.hooks.size).toBe(0)
  expect(closed.lines.map(line => `${line.kind} ${line.answer} ${line.member?.name ?? 'own'}`).sort()).toEqual([
    'account taken Bruno Keller',
    'account taken Noor Haddad',
    'account taken own',
    'webhook taken own',
  ])
  expect(closed.lines.every(line => line.answeredAt !== null && line.attempts === 1)).toBe(true)
  expect(
    await rows(
      sql`select from linked_accounts where installation_id = (select installation_id from receipts where id = ${receipt.id})`,
    ),
  ).toEqual([])
  expect((await server.call('ana', getIntegration, { params: jira.params })).status).toBe('disabled')

  const text = await receiptFile(database.as('theo'), receipt.id, 'txt')
  expect(text.body).toContain('Compte auprès du service')
  expect(text.body).toContain('HTTP 2')
  expect(JSON.parse((await receiptFile(database.as('ana'), receipt.id, 'json')).body).lines).toHaveLength(4)
  expect(await server.refused('noor', getReceipt, { params })).toMatchObject({ code: 'forbidden' })
  expect((await server.call('ana', listReceipts, { params: jira.params })).items[0]).toMatchObject({ id: receipt.id })
}, 60_000)

test('a service that is away answers later: the receipt waits for it, and everything is off meanwhile', async () => {
  await server.call('ana', removeIntegration, { params: jira.params })
  await jira.enable(['workshop'], 'bruno', {
    deployment: 'data_center',
    siteUrl: `${services.sandbox.origin}/jira/site`,
  })
  await untilSubscribed(jira.played().desk.hooks)
  jira.played().mode = 'broken'
  const { id } = await server.call('ana', killIntegration, { params: jira.params })
  const receipt = () => server.call('ana', getReceipt, { params: { receiptId: id } })
  await until(async () => (await receipt()).lines.some(line => line.answer === 'waiting' && line.attempts > 0), 10)
  expect((await receipt()).closedAt).toBeNull()
  // Enabled again before the service came back: what was to end for good still ends.
  await server.call('ana', restoreIntegration, { params: jira.params })
  jira.played().mode = 'well'
  const closed = await until(async () => {
    const found = await receipt()
    return found.closedAt !== null && found
  }, 20)
  expect(closed.lines.map(line => line.answer)).toEqual(['taken', 'taken'])
}, 60_000)

import { beforeAll, describe, expect, test } from 'vitest'
import * as groupIntegrations from '../../contract/api/group-integrations.ts'
import * as integrations from '../../contract/api/integrations.ts'
import * as linking from '../../contract/api/linking.ts'
import * as posts from '../../contract/api/posts.ts'
import * as previews from '../../contract/api/previews.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { seen } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = { integrationKey: 'jira' }
const word = 'zircon-falcon-77'
const played = () => services.sandbox.service('jira')
const link = () => `${services.sandbox.origin}/jira/site/browse/OPS-1`
const group = (name: 'operations' | 'workshop' | 'everyone'): string => database.cast.groups[name]

const consent = (deployment: 'cloud' | 'data_center' = 'cloud') => ({
  permissions: ['preview_links', 'post_notices', 'act_for_members'],
  scope: { everyone: false as const, groupIds: [group('operations'), group('workshop')] },
  settings: { deployment, ...(deployment === 'data_center' && { siteUrl: `${services.sandbox.origin}/jira/site` }) },
  clientId: 'client',
  clientSecret: 'a-client-secret',
})

async function enable(deployment: 'cloud' | 'data_center' = 'cloud'): Promise<void> {
  const { signInUrl } = await server.call('ana', integrations.enableIntegration, {
    params: jira,
    body: { ...consent(deployment), ...(await seen(server, 'ana', jira)) },
  })
  const back = await services.signIn(await server.cookie('ana'), signInUrl ?? '', 'bruno')
  expect(back).toContain('/admin/integrations/jira?connected=jira')
  await untilSubscribed(played().desk.hooks)
}

async function linkAs(who: CastName, person: string): Promise<void> {
  const { signInUrl } = await server.call(who, linking.linkAccount, { params: jira, body: { returnTo: '/' } })
  expect(await services.signIn(await server.cookie(who), signInUrl, person)).toContain('connected=jira')
}

const paste = (who: CastName, groupId: string) =>
  server.call(who, posts.createPost, { params: { groupId }, body: { text: `look: ${link()}` } })
const preview = (who: CastName, subjectId: string, refresh = false) =>
  server.call(who, previews.getPreview, { params: { subjectId, linkKey: '0' }, query: { refresh } })

beforeAll(() => {
  played().secretWord = word
})

describe('the main job', () => {
  test('nothing reaches anything until the sign-in is back, and a failed sign-in keeps what was filled in', async () => {
    const { signInUrl, integration } = await server.call('ana', integrations.enableIntegration, {
      params: jira,
      body: consent(),
    })
    expect(integration.status).toBe('needs_setup')
    expect(await services.signIn(await server.cookie('ana'), signInUrl ?? '', '')).toContain('problem=access_denied')
    const post = await paste('noor', group('operations'))
    expect((await preview('noor', post.id)).state).toBe('off')
    expect((await server.call('ana', integrations.getIntegration, { params: jira })).installation?.clientId).toBe(
      'client',
    )
  })

  test('an administrator enables it for two groups and signs in at the service', async () => {
    await enable()
    const read = await server.call('ana', integrations.getIntegration, { params: jira })
    expect(read).toMatchObject({
      status: 'enabled_for',
      groupCount: 2,
      installation: { connection: { state: 'connected', label: 'Bruno Keller' } },
    })
    expect(JSON.stringify(read)).not.toContain('a-client-secret')
    expect((await server.call('noor', integrations.getIntegration, { params: jira })).installation).toBeNull()
    expect((await server.refused('noor', integrations.disableIntegration, { params: jira })).code).toBe('forbidden')
  })

  test('each viewer sees the card that viewer may see', async () => {
    const post = await paste('noor', group('workshop'))
    expect((await preview('bruno', post.id)).state).toBe('account_needed')
    await linkAs('bruno', 'bruno')
    await linkAs('zoe', 'zoe')
    const full = await preview('bruno', post.id)
    expect(full).toMatchObject({ state: 'shown', personal: true })
    expect(JSON.stringify(full)).toContain(word)
    for (const [who, state] of [
      ['zoe', 'not_yours'],
      ['noor', 'account_needed'],
    ] as const) {
      const seen = await preview(who, post.id)
      expect(seen.state).toBe(state)
      expect(JSON.stringify(seen)).not.toContain(word)
    }
    const elsewhere = await paste('noor', group('everyone'))
    expect((await preview('bruno', elsewhere.id)).state).toBe('off')
  })

  test('the service’s events come as notices where they were asked for, and say to each what they may read', async () => {
    const route = { events: ['issue_updated', 'comment_created'], filter: {}, audience: 'checked' as const }
    await server.call('bruno', groupIntegrations.changeNoticeRoute, {
      params: { groupId: group('workshop'), integrationKey: 'jira' },
      body: route,
    })
    expect(await played().fire('OPS-1 gets a comment')).toEqual([200])
    const notice = await until(async () =>
      (await server.call('zoe', posts.groupFeed, { params: { groupId: group('workshop') } })).items.find(
        post => post.isNotice,
      ),
    )
    expect(notice.text).toBe('Quelqu’un a commenté un ticket dans Jira')
    const [bruno, zoe] = await Promise.all(
      (['bruno', 'zoe'] as const).map(who => server.call(who, previews.getNotice, { params: { postId: notice.id } })),
    )
    expect(bruno?.sentence).toContain(word)
    expect(zoe).toMatchObject({ sentence: null, facts: [], link: null, preview: { state: 'not_yours' } })
    expect(JSON.stringify(zoe)).not.toContain(word)
    expect(
      (await server.call('bruno', posts.groupFeed, { params: { groupId: group('operations') } })).items.some(
        post => post.isNotice,
      ),
    ).toBe(false)
  })

  test('what is not understood is kept with its reason, and nothing else', async () => {
    await played().fire('Something Jira does not send')
    await played().fire('A worklog that nobody hears of')
    const events = await until(async () => {
      const { items } = await server.call('ana', integrations.listInboundEvents, { params: jira })
      return items.every(item => item.outcome !== 'waiting') && items.length >= 3 && items
    })
    expect(events.map(event => event.outcome).sort()).toEqual(['ignored', 'posted', 'unrecognised'])
    // In each reader's words: the connector's for what it knows, the service's own where there is none.
    const said = async (who: 'ana' | 'theo') =>
      (await server.call(who, integrations.listInboundEvents, { params: jira })).items
        .map(({ event, theirName, sentence }) => [event, theirName, sentence])
        .toSorted()
    expect(await said('ana')).toEqual([
      [null, 'jira:coffee_ready', 'This kind of event is not known'],
      [null, 'worklog_created', 'Known, and nothing people need to read'],
      ['Comment written', null, null],
    ])
    expect(await said('theo')).toEqual([
      [null, 'jira:coffee_ready', 'Ce type d’événement n’est pas connu'],
      [null, 'worklog_created', 'Connu, et rien que l’on ait besoin de lire'],
      ['Commentaire écrit', null, null],
    ])
  })

  test('an issue is made from a post, with what its type requires, and linked back', async () => {
    const post = await server.call('bruno', posts.createPost, {
      params: { groupId: group('operations') },
      body: { text: 'Scale is broken\nSince Monday.' },
    })
    const params = { postId: post.id, integrationKey: 'jira', actionKey: 'create_issue' }
    const form = await server.call('bruno', linking.openAction, {
      params,
      body: { values: { project: '10000', type: '10101' } },
    })
    expect(form.fields.map(field => field.name)).toEqual([
      'project',
      'type',
      'summary',
      'description',
      'field.customfield_10050',
    ])
    expect(form.fields[2]?.value).toBe('Scale is broken')
    const values = { project: '10000', type: '10101', summary: 'Scale is broken', 'field.customfield_10050': '201' }
    const done = await server.call('bruno', linking.runAction, {
      params,
      body: { values, idempotencyKey: 'action-000001' },
    })
    expect(done.link).toContain('/browse/OPS-')
    expect(played().calls.filter(call => call.endsWith('/remotelink')).length).toBe(1)
    expect((await server.refused('lucie', linking.openAction, { params, body: { values: {} } })).code).toBe(
      'account_needed',
    )
  })

  test('switched off, everything stops: previews, events, notices; the service is told', async () => {
    const post = await paste('noor', group('workshop'))
    expect((await preview('bruno', post.id)).state).toBe('shown')
    const hook = [...played().desk.hooks.values()][0]?.url ?? ''
    await server.call('ana', integrations.disableIntegration, { params: jira })
    expect((await preview('bruno', post.id)).state).toBe('off')
    expect((await fetch(hook, { method: 'POST', body: '{}' })).status).toBe(401)
    await until(() => played().desk.hooks.size === 0)
    const before = played().calls.length
    await preview('bruno', post.id, true)
    expect(played().calls.length).toBe(before)
  })

  test('undo brings it back after a new sign-in, with the same groups', async () => {
    const { signInUrl } = await server.call('ana', integrations.restoreIntegration, { params: jira })
    await services.signIn(await server.cookie('ana'), signInUrl ?? '', 'bruno')
    await untilSubscribed(played().desk.hooks)
    expect((await server.call('ana', integrations.getIntegration, { params: jira })).groupCount).toBe(2)
  })

  test('what only one may see is nowhere in a row that is not sealed', async () => {
    const tables = await rows<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public'`,
    )
    for (const { name } of tables) {
      if (['posts', 'comments'].includes(name)) continue
      const found = await rows<{ text: string }>({
        text: `select t::text as text from ${name} t where t::text like '%${word}%'`,
        values: [],
      })
      expect(found, name).toEqual([])
    }
  })
})

test('Data Center: own address, PKCE, a secret of ours, and its tokens are given back', async () => {
  await server.call('ana', integrations.removeIntegration, { params: jira })
  await until(() => played().desk.hooks.size === 0)
  await enable('data_center')
  await linkAs('bruno', 'bruno')
  const post = await paste('noor', group('operations'))
  expect((await preview('bruno', post.id)).state).toBe('shown')
  expect(await played().fire('OPS-1 moves to Done')).toEqual([200])
  await server.call('ana', integrations.removeIntegration, { params: jira })
  await until(() => played().accounts.revoked.length >= 2)
})

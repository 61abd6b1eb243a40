/**
 * The scope test: an integration is enabled for two of fifty groups; people come and go, groups are archived and opened, the scope moves, the integration is
 * switched off and on. A small model says after each step what must be seen where; what is seen is asked of the running server, within a second.
 */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { listGroupIntegrations } from '../../contract/api/group-integrations.ts'
import { archiveGroup, createGroup, inviteToGroup, removeFromGroup, restoreGroup } from '../../contract/api/groups.ts'
import { changeGrant, disableIntegration, restoreIntegration } from '../../contract/api/integrations.ts'
import { createPost } from '../../contract/api/posts.ts'
import { getPreview } from '../../contract/api/previews.ts'
import { maybe, rows, run, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const everyGroup = 50
const readers = ['bruno', 'zoe', 'lucie'] as const

interface Place {
  readonly id: string
  readonly postId: string
  readonly closed: boolean
}
const places: Place[] = []
/** What must be true. Bruno sees OPS at the service, Zoé does not, Lucie has no account. */
const model = {
  scope: new Set<number>(),
  members: new Map<number, Set<string>>(),
  archived: new Set<number>(),
  enabled: true,
}
const shownTo = { bruno: 'shown', zoe: 'not_yours', lucie: 'account_needed' } as const

beforeAll(async () => {
  for (let n = 0; n < everyGroup; n++) {
    const closed = n % 2 === 1
    const body = {
      name: `Group ${n}`,
      description: '',
      privacy: closed ? ('closed' as const) : ('open' as const),
      cover: 'slate' as const,
    }
    const { id } = await server.call('ana', createGroup, { body })
    const post = await server.call('ana', createPost, {
      params: { groupId: id },
      body: { text: `look: ${services.sandbox.origin}/jira/site/browse/OPS-1` },
    })
    places.push({ id, postId: post.id, closed })
    model.members.set(n, new Set(['ana']))
  }
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await until(() => jira.played().desk.hooks.size === 1)
  await jira.linkAs('bruno', 'bruno')
  await jira.linkAs('zoe', 'zoe')
  // Every group asked, back when it was in scope: only the scope of the moment may count.
  await run(sql`
    insert into notice_routes (community_id, installation_id, group_id, events, audience, gather, made_by)
    select i.community_id, i.id, g.id, array['issue_updated', 'comment_created'], 'group', 'each', i.enabled_by
    from installations i join groups g on g.community_id = i.community_id where g.name like 'Group %'`)
}, 60_000)

const params = { integrationKey: 'jira' }
const at = (n: number): Place => places[n] as Place

type Step =
  | { readonly is: 'scope'; readonly groups: readonly number[] }
  | { readonly is: 'join' | 'leave'; readonly n: number; readonly who: (typeof readers)[number] }
  | { readonly is: 'archive' | 'restore'; readonly n: number }
  | { readonly is: 'off' | 'on' }

const group = fc.nat(everyGroup - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('scope' as const),
      groups: fc.uniqueArray(group, { minLength: 2, maxLength: 2 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constantFrom('join' as const, 'leave' as const),
      n: group,
      who: fc.constantFrom(...readers),
    }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom('archive' as const, 'restore' as const), n: group }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('off' as const, 'on' as const) }) },
)

async function take(one: Step): Promise<void> {
  if (one.is === 'scope') {
    const scope = { everyone: false as const, groupIds: one.groups.map(n => at(n).id) }
    await server.call('ana', changeGrant, {
      params,
      body: { permissions: ['preview_links', 'post_notices', 'act_for_members'], scope },
    })
    model.scope = new Set(one.groups)
  } else if (one.is === 'join' || one.is === 'leave') await move(one.is, one.n, one.who)
  else if (one.is === 'off' && model.enabled) {
    await server.call('ana', disableIntegration, { params })
    model.enabled = false
  } else if (one.is === 'on' && !model.enabled) {
    const { signInUrl } = await server.call('ana', restoreIntegration, { params })
    if (signInUrl) await services.signIn(await server.cookie('ana'), signInUrl, 'bruno')
    model.enabled = true
    await until(() => jira.played().desk.hooks.size === 1)
  } else if (one.is === 'archive' && !model.archived.has(one.n)) {
    await server.call('ana', archiveGroup, { params: { groupId: at(one.n).id } })
    model.archived.add(one.n)
  } else if (one.is === 'restore' && model.archived.has(one.n)) {
    await server.call('ana', restoreGroup, { params: { groupId: at(one.n).id } })
    model.archived.delete(one.n)
  }
}

async function move(way: 'join' | 'leave', n: number, who: (typeof readers)[number]): Promise<void> {
  const members = model.members.get(n) ?? new Set()
  if (model.archived.has(n) || members.has(who) === (way === 'join')) return
  const { memberId } = database.cast.people[who]
  const groupId = at(n).id
  // Being let in is its own journey; here the membership itself is what counts.
  if (way === 'join')
    await run(sql`
      insert into memberships (community_id, group_id, member_id) values (${database.cast.communityId}, ${groupId}, ${memberId})`)
  else await server.call('ana', removeFromGroup, { params: { groupId, memberId } })
  if (way === 'join') members.add(who)
  else members.delete(who)
}

async function seen(who: (typeof readers)[number], n: number): Promise<string> {
  const answer = await server.app.inject({
    url: `/api/previews/${at(n).postId}/0`,
    headers: { cookie: await server.cookie(who) },
  })
  return answer.statusCode === 200 ? answer.json().state : answer.json().error.code
}

function expected(who: (typeof readers)[number], n: number): string {
  if (at(n).closed && !model.members.get(n)?.has(who)) return 'not_found'
  return model.enabled && model.scope.has(n) ? shownTo[who] : 'off'
}

/** Where the bot has posted since this event. */
const postedIn = async (after: string): Promise<string[]> =>
  (
    await rows<{ group_id: string }>(sql`
      select group_id from posts where is_notice and id > ${after} and group_id = any(${places.map(place => place.id)}::bigint[])`)
  ).map(row => row.group_id)

async function check(sample: readonly number[]): Promise<void> {
  const looked = new Set([...sample, ...model.scope])
  for (const n of looked) {
    for (const who of readers) {
      const began = performance.now()
      await until(async () => (await seen(who, n)) === expected(who, n), 1).catch(async () => {
        throw new Error(`group ${n}, ${who}: ${await seen(who, n)} instead of ${expected(who, n)}`)
      })
      expect(performance.now() - began).toBeLessThan(1_500)
    }
    const { items } = await server.call('ana', listGroupIntegrations, { params: { groupId: at(n).id } })
    expect(
      items.some(item => item.integrationId === 'jira'),
      `group ${n} lists it`,
    ).toBe(model.enabled && model.scope.has(n))
  }
}

async function fireAndCheck(): Promise<void> {
  const [last] = await rows<{ id: string }>(sql`select coalesce(max(id), 0) as id from posts`)
  const before = (await rows(sql`select from inbound_events`)).length
  await jira.played().fire('OPS-1 moves to Done')
  await until(async () => {
    const waiting = await rows(sql`select from inbound_events where outcome = 'waiting'`)
    return waiting.length === 0 && (!model.enabled || (await rows(sql`select from inbound_events`)).length > before)
  })
  const open = [...model.scope].filter(n => !model.archived.has(n))
  const wanted = model.enabled ? open.map(n => at(n).id) : []
  expect((await postedIn(last?.id ?? '0')).toSorted()).toEqual(wanted.toSorted())
}

test('previews, notices and reads are only there where the scope of the moment is', async () => {
  await take({ is: 'scope', groups: [0, 1] })
  const walk = fc.sample(fc.tuple(step, fc.uniqueArray(group, { minLength: 2, maxLength: 2 })), {
    numRuns: 60,
    seed: Number(process.env.SEED ?? Date.now() % 1_000_000),
  })
  for (const [number, [one, sample]] of walk.entries())
    try {
      await take(one)
      await check(sample)
      if (number % 3 === 0) await fireAndCheck()
    } catch (error) {
      throw new Error(`at step ${number}, ${JSON.stringify(one)}`, { cause: error })
    }
  expect(await maybe(sql`select from notices`)).toBeDefined()
}, 120_000)

test('the groups are as many as was said, and none of them is read by a stranger', async () => {
  expect(places).toHaveLength(everyGroup)
  const closed = places.findIndex((place, n) => place.closed && !model.members.get(n)?.has('lucie'))
  expect(
    (await server.refused('lucie', getPreview, { params: { subjectId: at(closed).postId, linkKey: '0' }, query: {} }))
      .code,
  ).toBe('not_found')
  expect(
    (
      await server.refused('lucie', inviteToGroup, {
        params: { groupId: at(closed).id },
        body: { memberIds: [database.cast.people.zoe.memberId] } as never,
      })
    ).status,
  ).toBeGreaterThanOrEqual(400)
})

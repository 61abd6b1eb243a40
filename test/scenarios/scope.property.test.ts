/**
 * The scope test: an integration is enabled for two of fifty groups; people come and go, groups are archived and opened, the scope moves, the integration is
 * switched off and on. A small model says after each step what must be seen where; what is seen is asked of the running server, within a second.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listGroupIntegrations } from '../../contract/api/group-integrations.ts'
import {
  archiveGroup,
  changeGroup,
  changeGroupRole,
  createGroup,
  inviteToGroup,
  removeFromGroup,
  restoreGroup,
} from '../../contract/api/groups.ts'
import { disableIntegration, removeIntegration, restoreIntegration } from '../../contract/api/integrations.ts'
import { deactivatePerson, restorePerson } from '../../contract/api/people.ts'
import { createComment, createPost } from '../../contract/api/posts.ts'
import { getPreview } from '../../contract/api/previews.ts'
import { maybe, rows, run, sql } from '../../server/platform/db.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { regrant } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { listen, type Stream } from '../harness/stream.ts'
import {
  everyGroup,
  expected,
  type GroupRole,
  group,
  mayRead,
  model,
  type Reader,
  readers,
  type Step,
  step,
} from './scope-model.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const steps = 80

interface Place {
  readonly id: string
  readonly postId: string
}
const places: Place[] = []
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
    places.push({ id, postId: post.id })
    if (!closed) model.open.add(n)
    model.members.set(n, new Set(['ana']))
  }
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('bruno', 'bruno')
  await jira.linkAs('zoe', 'zoe')
  // Every group asked, back when it was in scope: only the scope of the moment may count.
  await run(sql`
    insert into notice_routes (community_id, installation_id, group_id, events, audience, gather, made_by)
    select i.community_id, i.id, g.id, array['issue_updated', 'comment_created'], 'group', 'each', i.enabled_by
    from installations i join groups g on g.community_id = i.community_id where g.name like 'Group %'`)
}, 60_000)

const streams = new Map<string, Stream>()
beforeAll(async () => {
  for (const who of readers) streams.set(who, await listen(server, who))
})
afterAll(() => {
  for (const stream of streams.values()) stream.end()
})

const params = { integrationKey: 'jira' }
const at = (n: number): Place => places[n] as Place

async function take(one: Step): Promise<void> {
  if (one.is === 'scope') {
    const scope = { everyone: false as const, groupIds: one.groups.map(n => at(n).id) }
    await regrant(server, 'ana', params, {
      permissions: ['preview_links', 'post_notices', 'act_for_members'],
      scope,
    })
    model.scope = new Set(one.groups)
  } else if (one.is === 'join' || one.is === 'leave') await move(one.is, one.n, one.who)
  else if (one.is === 'privacy') await open(one.n, one.privacy)
  else if (one.is === 'role') await makeRole(one.n, one.who, one.role)
  else if (one.is === 'seat') await seat(one.who, one.active)
  else if (one.is === 'off' && model.enabled) {
    await server.call('ana', disableIntegration, { params })
    model.enabled = false
  } else if (one.is === 'on' && !model.enabled) {
    const { signInUrl } = await server.call('ana', restoreIntegration, { params })
    if (signInUrl) await services.signIn(await server.cookie('ana'), signInUrl, 'bruno')
    model.enabled = true
    await untilSubscribed(jira.played().desk.hooks)
  } else if (one.is === 'archive' && !model.archived.has(one.n)) {
    await server.call('ana', archiveGroup, { params: { groupId: at(one.n).id } })
    model.archived.add(one.n)
  } else if (one.is === 'restore' && model.archived.has(one.n)) {
    await server.call('ana', restoreGroup, { params: { groupId: at(one.n).id } })
    model.archived.delete(one.n)
  }
}

async function move(way: 'join' | 'leave', n: number, who: Reader): Promise<void> {
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

async function open(n: number, privacy: 'open' | 'closed' | 'secret'): Promise<void> {
  if (model.archived.has(n)) return
  await server.call('ana', changeGroup, { params: { groupId: at(n).id }, body: { privacy } })
  if (privacy === 'open') model.open.add(n)
  else model.open.delete(n)
}

/** A role in the group changes nothing of what is shown. Who has no seat is not listed, and gets none. */
async function makeRole(n: number, who: Reader, role: GroupRole): Promise<void> {
  if (model.archived.has(n) || model.gone.has(who) || !model.members.get(n)?.has(who)) return
  const { memberId } = database.cast.people[who]
  await server.call('ana', changeGroupRole, { params: { groupId: at(n).id, memberId }, body: { role } })
}

async function seat(who: Reader, active: boolean): Promise<void> {
  if (model.gone.has(who) !== active) return
  const { memberId } = database.cast.people[who]
  await server.call('ana', active ? restorePerson : deactivatePerson, { params: { memberId } })
  if (!active) {
    model.gone.add(who)
    await until(() => streams.get(who)?.refused(), 1)
    return
  }
  model.gone.delete(who)
  server.signInAgain()
  streams.get(who)?.end()
  streams.set(who, await listen(server, who))
  await until(() => streams.get(who)?.heard())
}

/** A word is said in the group: who may read it hears it, and nobody else, by the time everyone heard what was said after it. */
async function sayIn(n: number): Promise<void> {
  if (model.archived.has(n)) return
  const here = readers.filter(who => !model.gone.has(who))
  const [word, after] = [`said-${++said}-there`, `said-${said}-after`]
  await server.call('ana', createComment, { params: { postId: at(n).postId }, body: { text: word } })
  await server.call('ana', createPost, { params: { groupId: jira.group('everyone') }, body: { text: after } })
  for (const who of here) await until(() => streams.get(who)?.heard().includes(after), 2)
  for (const who of readers)
    expect(streams.get(who)?.heard().includes(word), `${who} hears group ${n}`).toBe(mayRead(who, n))
}
let said = 0

async function seen(who: Reader, n: number): Promise<string> {
  const answer = await server.app.inject({
    url: `/api/previews/${at(n).postId}/0`,
    headers: { cookie: await server.cookie(who) },
  })
  return answer.statusCode === 200 ? answer.json().state : answer.json().error.code
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
      expect(performance.now() - began).toBeLessThan(1_000)
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
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const walk = fc.sample(fc.tuple(step, fc.uniqueArray(group, { minLength: 2, maxLength: 2 })), {
    ...{ numRuns: steps, seed },
  })
  for (const [number, [one, sample]] of walk.entries())
    try {
      await take(one)
      await check(sample)
      for (const n of sample) await sayIn(n)
      if (number % 3 === 0) await fireAndCheck()
    } catch (error) {
      throw new Error(`SEED=${seed}, at step ${number}, ${JSON.stringify(one)}: ${error}`, { cause: error })
    }
  expect(await maybe(sql`select from notices`)).toBeDefined()
}, 120_000)

test('the groups are as many as was said, and none of them is read by a stranger', async () => {
  expect(places).toHaveLength(everyGroup)
  await seat('lucie', true)
  const closed = places.findIndex((_, n) => !mayRead('lucie', n))
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

test('once it is removed, nothing of it is anywhere, and nobody listens to its service', async () => {
  for (const who of readers) await seat(who, true)
  const address = [...jira.played().desk.hooks.values()][0]?.url
  await server.call('ana', removeIntegration, { params })
  model.scope.clear()
  for (const [n, { id }] of places.entries()) {
    // Its links are nobody's now, and say that it could be asked for.
    for (const who of readers.filter(one => mayRead(one, n))) expect(await seen(who, n)).toBe('off')
    expect((await server.call('ana', listGroupIntegrations, { params: { groupId: id } })).items).toEqual([])
  }
  if (address) expect((await fetch(address, { method: 'POST', body: '{}' })).status).toBe(401)
  expect(await rows(sql`select from linked_accounts`)).toEqual([])
  expect(await rows(sql`select from link_previews where installation_id <> 0`)).toEqual([])
})

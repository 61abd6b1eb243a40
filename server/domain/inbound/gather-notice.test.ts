import { expect, test } from 'vitest'
import { changeNoticeRoute, removeNoticeRoute } from '../../../contract/api/group-integrations.ts'
import { explainAccess } from '../../../contract/api/oversight.ts'
import { asServed, until, untilSubscribed, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { knownOf, learn } from '../previews/known-things.ts'
import { postDigests } from './digest.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)

const settled = () =>
  until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
const notices = async (): Promise<number> => (await jira.notices('noor', 'operations')).length
const fire = async (...events: string[]): Promise<void> => {
  for (const event of events) expect(await jira.played().fire(event)).toEqual([200])
  await settled()
}

test('many events of one thing at once stand under one notice, and none is lost', async () => {
  await jira.enable(['operations'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.route('operations', 'group')
  const fired = Array.from({ length: 15 }, () => jira.played().fire('OPS-1 gets a comment'))
  expect((await Promise.all(fired)).flat()).toEqual(fired.map(() => 200))
  await settled()
  expect(await rows(sql`select distinct outcome from inbound_events`)).toEqual([{ outcome: 'posted' }])
  expect(await jira.notices('noor', 'operations')).toHaveLength(1)
  expect(await one(sql`select count(*)::int as count from notice_entries`)).toEqual({ count: 14 })
})

test('what happens to it a day later is another notice', async () => {
  await fire('OPS-1 moves to Done')
  expect(await notices()).toBe(1)
  await run(sql`update notice_threads set began_at = began_at - interval '25 hours'`)
  await fire('OPS-1 gets a comment')
  expect(await notices()).toBe(2)
})

test('what is wanted once a day waits for the hour of where it was set, and comes in one post, whoever looks for it', async () => {
  const zone = 'America/New_York'
  await run(sql`update members set time_zone = ${zone} where id = ${database.cast.people.ana.memberId}`)
  await server.call('ana', changeNoticeRoute, {
    params: { groupId: jira.group('operations'), ...jira.params },
    body: {
      ...{ events: ['issue_updated', 'comment_created'], filter: {} },
      audience: 'group',
      gather: 'digest',
      digestHour: 7,
    },
  })
  const before = await notices()
  await fire('OPS-1 gets a comment', 'OPS-1 moves to Done', 'OPS-1 gets a comment')
  await postDigests()
  expect(await notices()).toBe(before)
  const due = sql`due_at > now() and due_at <= now() + interval '25 hours'`
  expect(
    await rows(
      sql`select extract(hour from due_at at time zone ${zone})::int as hour, ${due} as next, count(*)::int as events from digest_entries group by 1, 2`,
    ),
  ).toEqual([{ hour: 7, next: true, events: 3 }])
  await run(sql`update digest_entries set due_at = due_at - interval '26 hours'`)
  await Promise.all([postDigests(), postDigests()])
  const [newest = ''] = await jira.notices('noor', 'operations')
  expect(await notices()).toBe(before + 1)
  expect((await jira.notice('noor', newest)).entries).toHaveLength(2)
  expect(await rows(sql`select from digest_entries`)).toEqual([])
})

test('what is told to those alone who are checked never comes under a notice that everyone reads', async () => {
  const newest = async () => {
    const [postId = ''] = await jira.notices('noor', 'operations')
    return (await jira.notice('noor', postId)).audience
  }
  await jira.route('operations', 'group')
  await fire('OPS-1 moves to Done')
  const before = await notices()
  await jira.route('operations', 'checked')
  await fire('OPS-1 gets a comment', 'OPS-1 moves to Done')
  expect([await notices(), await newest()]).toEqual([before + 1, 'checked'])
  // Nor in a digest that began for everyone.
  await jira.route('operations', 'group', 'digest')
  await fire('OPS-1 gets a comment')
  await jira.route('operations', 'checked', 'digest')
  await fire('OPS-1 moves to Done')
  await run(sql`update digest_entries set due_at = date_trunc('minute', now())`)
  await postDigests()
  expect([await notices(), await newest()]).toEqual([before + 2, 'checked'])
  // A group that wants none any more gets none that waited.
  await fire('OPS-1 gets a comment')
  await server.call('ana', removeNoticeRoute, { params: { groupId: jira.group('operations'), ...jira.params } })
  await run(sql`update digest_entries set due_at = date_trunc('minute', now())`)
  await postDigests()
  expect(await notices()).toBe(before + 2)
  expect(await rows(sql`select from digest_entries`)).toEqual([])
})

test('a digest that was made for everyone before the process ended takes nothing in for those who are checked', async () => {
  await jira.route('operations', 'group', 'digest')
  await fire('OPS-1 gets a comment', 'OPS-1 moves to Done')
  await run(sql`update digest_entries set due_at = date_trunc('hour', now())`)
  const before = await notices()
  const { waiting } = await one<{ waiting: object[] }>(sql`select jsonb_agg(d) as waiting from digest_entries d`)
  await postDigests()
  const [open = ''] = await jira.notices('noor', 'operations')
  // As if it had ended after the post, and before its entries came under it.
  await run(sql`delete from notice_entries where post_id = ${open}`)
  await run(
    sql`insert into digest_entries select * from jsonb_populate_recordset(null::digest_entries, ${JSON.stringify(waiting)}::jsonb)`,
  )
  await jira.route('operations', 'checked', 'digest')
  await postDigests()
  const [narrow = ''] = await jira.notices('noor', 'operations')
  expect(await notices()).toBe(before + 2)
  const [first, second] = [await jira.notice('noor', open), await jira.notice('noor', narrow)]
  expect([first.audience, first.entries, first.hidden]).toEqual(['group', [], 0])
  expect([second.audience, second.sentence, second.entries, second.hidden]).toEqual(['checked', null, [], 1])
})

test('whether notices come is as is explained: not to a group that is archived, nor under an earlier one by what may post none', async () => {
  await jira.route('operations', 'group')
  const written = async (): Promise<number> =>
    (
      await one<{ n: number }>(
        sql`select ((select count(*) from notices) + (select count(*) from notice_entries))::int as n`,
      )
    ).n
  const comes = async () => {
    const query = { action: 'bot.notify' as const, groupId: jira.group('operations') }
    const said = await server.call('ana', explainAccess, { params: jira.params, query })
    const before = await written()
    await fire('OPS-1 gets a comment')
    expect(await written(), said.sentence).toBe(before + (said.allowed ? 1 : 0))
    return said.because.map(one => one.sentence)
  }
  await comes()
  const group = sql`where id = ${jira.group('operations')}`
  await run(sql`update groups set archived_at = now() ${group}`)
  expect(await comes()).toEqual(['The group is archived.'])
  await run(sql`update groups set archived_at = null ${group}`)
  await run(sql`update grants set permissions = array_remove(permissions, 'post_notices')`)
  expect(await comes()).toEqual([
    'Jira does not hold the permission it takes: “Post notices in the groups you choose, as a bot”.',
  ])
  await run(sql`update grants set permissions = permissions || '{post_notices}'`)
  await comes()
})

test('what is learned of a thing at once is all known', async () => {
  const thing = {
    ...{ communityId: database.cast.communityId, installationId: '1', groupId: database.cast.groups.operations },
    item: 'a-meeting',
  }
  const words = Array.from({ length: 12 }, (_, n) => [`word${n}`, String(n)] as const)
  await Promise.all(words.map(([name, value]) => learn(thing, { [name]: value })))
  expect(await knownOf(thing)).toEqual(Object.fromEntries(words))
})

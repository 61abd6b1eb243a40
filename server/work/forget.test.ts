import { expect, test } from 'vitest'
import { useDatabase } from '../../test/harness/database.ts'
import { rows, run, sql } from '../platform/db.ts'
import { forgetOld } from './forget.ts'

const database = useDatabase()

test('what is old goes, what is not stays', async () => {
  const { communityId, people } = database.cast
  const { accountId, memberId } = people.noor
  const each = ['1 hour', '6 days', '29 days', '31 days', '60 days']
  await run(sql`
    insert into installations (community_id, id, integration_id, bot_id, inbound_key, enabled_by)
    values (${communityId}, 77, 'any', ${memberId}, 'key', ${memberId})`)
  for (const ago of each) {
    await run(sql`
      insert into inbound_events (community_id, installation_id, delivery_key, outcome, request, received_at)
      values (${communityId}, 77, ${ago}, 'ignored', 'x', now() - ${ago}::interval), (${communityId}, 77, ${`waiting ${ago}`}, 'waiting', 'x', now() - ${ago}::interval)`)
    await run(sql`
      insert into events (community_id, topic, field, verb, subject_id, at) values (${communityId}, 'post', 'feed', 'created', 1, now() - ${ago}::interval)`)
    await run(sql`
      insert into sessions (token_hash, account_id, community_id, ends_at) values (decode(md5(${ago}), 'hex'), ${accountId}, ${communityId}, now() - ${ago}::interval)`)
    await run(sql`
      insert into jobs (community_id, kind, ended_as, run_at) values (${communityId}, 'x', 'parked', now() - ${ago}::interval), (${communityId}, 'y', null, now() - ${ago}::interval)`)
  }
  await run(sql`
    insert into sessions (token_hash, account_id, community_id, ends_at) values ('live', ${accountId}, ${communityId}, now() + interval '1 hour')`)
  await run(sql`
    insert into sessions (id, token_hash, account_id, community_id, ends_at) values (78, 'signs in', ${accountId}, ${communityId}, now() + interval '1 hour')`)
  for (const [n, ago] of ['-5 minutes', '1 minute', '6 days', '8 days'].entries()) {
    await run(sql`
      insert into one_time_links (token_hash, kind, community_id, member_id, ends_at)
      values (decode(md5(${ago}), 'hex'), 'reset', ${communityId}, ${memberId}, now() - ${ago}::interval)`)
    await run(sql`
      insert into oauth_states (state_hash, community_id, session_id, member_id, installation_id, purpose, sealed, ends_at)
      values (decode(md5(${ago}), 'hex'), ${communityId}, 78, ${memberId}, 77, 'member', 'x', now() - ${ago}::interval)`)
    await run(sql`
      insert into link_previews (community_id, installation_id, url_hash, outcome, expires_at)
      values (${communityId}, 77, ${String(n)}, 'x', now() - ${ago}::interval)`)
    await run(sql`
      insert into notice_threads (community_id, installation_id, group_id, item_hash, post_id, began_at)
      values (${communityId}, 77, ${database.cast.groups.workshop}, ${String(n)}, 1, now() - ${ago}::interval)`)
    await run(sql`
      insert into hook_refusals (community_id, installation_id, reason, hour, refused, last_at)
      values (${communityId}, 77, 'proof', now() - ${ago}::interval, 1, now())`)
    await run(sql`
      insert into actions_done (community_id, member_id, key, asked, begun_at)
      values (${communityId}, ${memberId}, ${ago}, 'x', now() - ${ago}::interval)`)
    await run(sql`insert into sign_in_failures (subject, at) values ('account x', now() - ${ago}::interval)`)
  }
  await forgetOld()
  await forgetOld()
  for (const [table, left] of [
    ['one_time_links', 3],
    ['oauth_states', 1],
    ['link_previews', 1],
    ['sign_in_failures', 2],
    ['notice_threads', 2],
    ['actions_done', 3],
    ['hook_refusals', 3],
  ] as const)
    expect(await rows({ text: `select from ${table}`, values: [] }), table).toHaveLength(left)
  const keys = await rows<{ delivery_key: string }>(
    sql`select delivery_key from inbound_events order by received_at desc`,
  )
  expect(keys.map(row => row.delivery_key).filter(key => !key.startsWith('waiting'))).toEqual([
    '1 hour',
    '6 days',
    '29 days',
  ])
  expect(keys).toHaveLength(each.length + 3)
  const old = await rows(sql`select from events where at < now() - interval '14 days'`)
  expect(old).toEqual([])
  expect((await rows(sql`select from events where at < now() - interval '1 hour'`)).length).toBeGreaterThan(0)
  expect(await rows(sql`select from sessions where account_id = ${accountId}`)).toHaveLength(2)
  const jobs = await rows<{ kind: string }>(sql`select kind from jobs where kind in ('x', 'y')`)
  expect(jobs.filter(job => job.kind === 'x')).toHaveLength(3)
  expect(jobs.filter(job => job.kind === 'y')).toHaveLength(5)
})

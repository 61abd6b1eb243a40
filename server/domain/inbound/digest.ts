import type { Notice } from '../../../contract/notice.ts'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { createPost } from '../posts/create-post.ts'
import { type AskingGroup, botOf } from './gather-notice.ts'
import { sealNotice } from './notice-content.ts'

/** Keeps an event for the group's hour, in the time zone of whoever set the route. */
export async function waitForDigest(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
): Promise<void> {
  await run(sql`
    insert into digest_entries (community_id, installation_id, group_id, inbound_event_id, event, audience, content, due_at)
    select n.community_id, n.installation_id, n.group_id, ${inboundEventId}, ${notice.event}, n.audience, ${sealNotice(row.id, notice)},
      (case when at.hour <= local.now then at.hour + interval '1 day' else at.hour end) at time zone zone.name
    from notice_routes n
    join members m on m.community_id = n.community_id and m.id = n.made_by
    cross join lateral (select coalesce(m.time_zone, 'UTC') as name) as zone
    cross join lateral (select now() at time zone zone.name as now) as local
    cross join lateral (select date_trunc('day', local.now) + make_interval(hours => n.digest_hour) as hour) as at
    where n.community_id = ${row.community_id} and n.installation_id = ${row.id} and n.group_id = ${group.group_id}
    on conflict do nothing`)
}

interface Due {
  community_id: string
  installation_id: string
  group_id: string
  due_at: Date
}

/** Posts every digest whose hour has come: one post a group and integration. */
export async function postDigests(): Promise<void> {
  const due = await rows<Due>(sql`
    select distinct community_id, installation_id, group_id, due_at from digest_entries where due_at <= now() order by due_at limit 200`)
  for (const digest of due) await postDigest(digest)
}

interface Entry {
  id: string
  inbound_event_id: string
  event: string
  audience: 'checked' | 'group'
  content: Buffer
}

/** Bears being run again after any break: the post is made once by its key, and its entries move in one transaction. */
async function postDigest({ community_id, installation_id, group_id, due_at }: Due): Promise<void> {
  const entries = await rows<Entry>(sql`
    select id, inbound_event_id, event, audience, content from digest_entries
    where community_id = ${community_id} and installation_id = ${installation_id} and group_id = ${group_id} and due_at = ${due_at}
    order by id`)
  const [first] = entries
  const row = await installationById(community_id, installation_id)
  const audience = await audienceNow({ community_id, installation_id, group_id }, entries)
  const postId =
    first && audience && row?.state === 'enabled'
      ? await makePost(row, group_id, due_at, { ...first, audience })
      : undefined
  await transaction(async () => {
    if (postId) await moveEntries(community_id, postId, entries)
    await run(
      sql`delete from digest_entries where community_id = ${community_id} and id = any(${entries.map(entry => entry.id)}::bigint[])`,
    )
  })
}

/** As narrow as the route is now and was for any of them; nothing where the group wants no notices any more. */
async function audienceNow(
  { community_id, installation_id, group_id }: Omit<Due, 'due_at'>,
  entries: readonly Entry[],
): Promise<Entry['audience'] | undefined> {
  const route = await maybe<{ audience: Entry['audience'] }>(sql`
    select audience from notice_routes
    where community_id = ${community_id} and installation_id = ${installation_id} and group_id = ${group_id}`)
  return route && ([route, ...entries].some(one => one.audience === 'checked') ? 'checked' : 'group')
}

/** Nothing where the group is out of the scope by now, or archived: what waited for it falls away. */
async function makePost(row: InstallationRow, groupId: string, dueAt: Date, first: Entry): Promise<string | undefined> {
  try {
    const post = await createPost(botOf(row), {
      groupId,
      text: '',
      // One that was made for everyone before the process ended takes nothing in that came to be for those alone who are checked.
      idempotencyKey: `digest:${row.id}:${groupId}:${dueAt.toISOString()}:${first.audience}`,
      notice: {
        event: first.event,
        audience: first.audience,
        inboundEventId: first.inbound_event_id,
        content: first.content.toString('base64'),
      },
    })
    return post.id
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'database_away') return undefined
    throw error
  }
}

async function moveEntries(communityId: string, postId: string, entries: readonly Entry[]): Promise<void> {
  const first = await one<{ inbound_event_id: string }>(
    sql`select inbound_event_id from notices where community_id = ${communityId} and post_id = ${postId}`,
  )
  for (const entry of entries) {
    if (entry.inbound_event_id === first.inbound_event_id) continue
    await run(sql`
      insert into notice_entries (community_id, post_id, inbound_event_id, event, content)
      values (${communityId}, ${postId}, ${entry.inbound_event_id}, ${entry.event}, ${entry.content}) on conflict do nothing`)
  }
}

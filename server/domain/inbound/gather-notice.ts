import type { Notice } from '../../../contract/notice.ts'
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { announce } from '../events/announce.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { createPost } from '../posts/create-post.ts'
import { hashOfItem } from '../previews/known-things.ts'
import { sealNotice } from './notice-content.ts'

/** A group that asked for an event, and how it wants to have it. */
export interface AskingGroup {
  readonly group_id: string
  readonly audience: 'checked' | 'group'
  readonly gather: 'gather' | 'each' | 'digest'
}

/**
 * Posts the first event of a thing, and gathers those of the next day under it. Who comes first makes the thread, in one statement; whoever comes
 * while the post is being made names the same post and so makes no second one.
 */
export async function gatherNotice(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
): Promise<void> {
  const postId = await threadOf(row, group, notice.item)
  const first = await firstEventOf(row.community_id, postId)
  if (first === inboundEventId) return
  if (first === undefined) {
    await post(row, inboundEventId, notice, group, { id: postId, key: `thread:${postId}` })
    const made = await firstEventOf(row.community_id, postId)
    if (made === inboundEventId) return
    // Somebody else came first, perhaps with a notice for other readers.
    if (made !== undefined) return gatherNotice(row, inboundEventId, notice, group)
  }
  await addEntry(row, group.group_id, postId, inboundEventId, notice)
}

/** One post for one event. */
export async function postNoticeAlone(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
): Promise<void> {
  await post(row, inboundEventId, notice, group, { key: `notice:${inboundEventId}:${group.group_id}` })
}

export const botOf = (row: InstallationRow): Bot => ({
  kind: 'bot',
  communityId: row.community_id,
  memberId: row.bot_id,
  installationId: row.id,
  language: 'en',
})

async function post(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
  { id, key }: { id?: string; key: string },
): Promise<void> {
  await createPost(botOf(row), {
    id,
    groupId: group.group_id,
    text: '',
    idempotencyKey: key,
    notice: {
      event: notice.event,
      audience: group.audience,
      inboundEventId,
      content: sealNotice(row.id, notice).toString('base64'),
    },
  })
}

/** The post under which this thing's events gather now: today's, or a new one where the last is over a day old, was deleted, or is for other readers. */
async function threadOf(row: InstallationRow, { group_id, audience }: AskingGroup, item: string): Promise<string> {
  const { post_id } = await one<{ post_id: string }>(sql`
    insert into notice_threads as t (community_id, installation_id, group_id, item_hash, post_id)
    values (${row.community_id}, ${row.id}, ${group_id}, ${hashOfItem(item)}, nextval('ids'))
    on conflict (community_id, installation_id, group_id, item_hash) do update set
      (post_id, began_at) = (
        select case when over.it then excluded.post_id else t.post_id end, case when over.it then now() else t.began_at end
        from (select t.began_at < now() - interval '1 day' or exists (
          select from posts p where p.community_id = t.community_id and p.id = t.post_id and p.deleted_at is not null) or exists (
          select from notices n where n.community_id = t.community_id and n.post_id = t.post_id and n.audience <> ${audience}) as it) as over)
    returning post_id`)
  return post_id
}

const firstEventOf = async (communityId: string, postId: string): Promise<string | undefined> =>
  (
    await maybe<{ inbound_event_id: string }>(
      sql`select inbound_event_id from notices where community_id = ${communityId} and post_id = ${postId}`,
    )
  )?.inbound_event_id

/** Writing under a notice is posting: what the bot may do here is asked anew. */
async function addEntry(
  row: InstallationRow,
  groupId: string,
  postId: string,
  inboundEventId: string,
  notice: Notice,
): Promise<void> {
  await demand(botOf(row), 'group.post', groupId)
  await transaction(async () => {
    const added = await run(sql`
      insert into notice_entries (community_id, post_id, inbound_event_id, event, content)
      values (${row.community_id}, ${postId}, ${inboundEventId}, ${notice.event}, ${sealNotice(row.id, notice)})
      on conflict do nothing`)
    if (added > 0)
      await announce({
        communityId: row.community_id,
        topic: 'post',
        field: 'feed',
        verb: 'edited',
        subjectId: postId,
        groupId,
        actorId: row.bot_id,
      })
  })
}

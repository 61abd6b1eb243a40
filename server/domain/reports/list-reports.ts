import type { Reported } from '../../../contract/api/reports.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { type AuthorColumns, authorColumns, postsForAll } from '../posts/posts.sql.ts'
import { authorOf, presentPost } from '../posts/present-post.ts'
import { readerOf } from '../posts/reader-of.ts'

interface Row extends AuthorColumns {
  subject_id: string
  post_id: string
  group_name: string
  comment_text: string | null
  first_id: string
  reports: { reporter: string; reason: string; at: string }[]
}

/** What waits to be looked at, the oldest report first; what was deleted in the meantime waits for nobody. */
export async function listReports(
  actor: Person,
  asked: { after?: string | undefined; limit?: number | undefined },
): Promise<{ items: Reported[]; next: string | null }> {
  demandInCommunity(actor, 'reports.settle')
  const limit = asked.limit ?? 25
  const found = await waiting(actor, readIdCursor(asked.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const texts = await textsOf(actor, page)
  return {
    items: page.map(row => ({
      subjectId: row.subject_id,
      kind: row.subject_id === row.post_id ? 'post' : 'comment',
      postId: row.post_id,
      groupName: row.group_name,
      author: authorOf(row),
      text: row.comment_text ?? texts.get(row.post_id) ?? '',
      reports: row.reports.map(one => ({ ...one, at: new Date(one.at).toISOString() })),
    })),
    next: found.length > limit && last ? writeCursor(last.first_id) : null,
  }
}

const waiting = (actor: Person, after: string | undefined, limit: number): Promise<Row[]> =>
  rows<Row>(sql`
    select r.subject_id, r.post_id, g.name as group_name, c.text as comment_text, r.first_id, r.reports, ${authorColumns}
    from (
      select w.community_id, w.subject_id, min(w.post_id) as post_id, min(w.group_id) as group_id, min(w.id) as first_id,
        jsonb_agg(jsonb_build_object('reporter', m.name, 'reason', w.reason, 'at', w.reported_at) order by w.id) as reports
      from reports w join members m on m.community_id = w.community_id and m.id = w.reporter_id
      where w.community_id = ${actor.communityId} and w.settled_at is null group by w.community_id, w.subject_id) as r
    join groups g on g.community_id = r.community_id and g.id = r.group_id
    join posts p on p.community_id = r.community_id and p.id = r.post_id and p.deleted_at is null
    left join comments c on c.community_id = r.community_id and c.id = r.subject_id
    join members a on a.community_id = r.community_id and a.id = coalesce(c.author_id, p.author_id)
    where (c.id is null or c.deleted_at is null) ${after ? sql`and r.first_id > ${after}::bigint` : none}
    order by r.first_id limit ${limit}`)

/** As the reader is shown posts: a notice says its neutral sentence. */
async function textsOf(actor: Person, page: readonly Row[]): Promise<Map<string, string>> {
  const posts = page.filter(row => row.subject_id === row.post_id).map(row => row.post_id)
  const found = posts.length > 0 ? await postsForAll(actor.communityId, posts) : []
  return new Map(found.map(row => [row.id, presentPost(row, readerOf(actor)).text]))
}

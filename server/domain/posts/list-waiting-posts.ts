import type { WaitingPost } from '../../../contract/api/waiting-posts.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { groupRules } from '../access/rules.ts'
import { presentWaiting } from './propose-post.ts'
import { waitingPage } from './waiting-posts.sql.ts'

/** What waits in a group, the oldest first: for who keeps order there all of it, for others their own. */
export async function listWaitingPosts(
  actor: Person,
  groupId: string,
  query: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<{ items: WaitingPost[]; next: string | null }> {
  const facts = await demandInside(actor, 'group.read', groupId)
  const limit = query.limit ?? 25
  const found = await waitingPage(actor.communityId, {
    groupId,
    authorId: groupRules['group.moderate'](facts) ? undefined : actor.memberId,
    after: readIdCursor(query.after),
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(row => presentWaiting(actor, row)),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

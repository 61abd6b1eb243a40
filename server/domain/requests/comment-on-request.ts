import type { RequestComment } from '../../../contract/api/requests.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import { type CommentRow, commentsPage, insertComment } from './comments.sql.ts'
import { demandConcerned } from './demand-request.ts'
import { isWaiting } from './present-request.ts'
import { announceRequest, tellConversation } from './tell.ts'

/** Says something about a request. What somebody who decides says is a question back, and everybody who asked hears it. */
export async function commentOnRequest(actor: Person, requestId: string, text: string): Promise<RequestComment> {
  const request = await demandConcerned(actor, requestId)
  if (!isWaiting(request)) throw new Refusal('already_settled')
  const said = visibleText('text', text)
  const question = mayInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const made = await insertComment(actor, requestId, said, question)
    const supporters = await tellConversation(actor, request, said, question)
    await announceRequest(actor.communityId, request, supporters)
    return presentComment(made)
  })
}

export async function listRequestComments(
  actor: Person,
  requestId: string,
  asked: { after?: string | undefined; limit?: number | undefined },
) {
  await demandConcerned(actor, requestId)
  const limit = asked.limit ?? 25
  const found = await commentsPage(actor.communityId, requestId, readIdCursor(asked.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(presentComment), next: found.length > limit && last ? writeCursor(last.id) : null }
}

const presentComment = ({ id, author, question, text, at }: CommentRow): RequestComment => ({
  id,
  author,
  question,
  text,
  at: at.toISOString(),
})

import type { Actor } from '../access/actor.ts'
import { announce } from '../events/announce.ts'
import { everybodyIn } from './conversations.sql.ts'

/** Says that somebody wrote, to whoever is in the thread; answers who that is. */
export async function announceMessage(
  actor: Actor,
  conversationId: string,
  messageId: string,
  field: 'messages' | 'messaging_postbacks',
): Promise<string[]> {
  const memberIds = (await everybodyIn(actor.communityId, conversationId)).map(row => row.member_id)
  await announce({
    communityId: actor.communityId,
    topic: 'message',
    field,
    verb: 'created',
    subjectId: messageId,
    actorId: actor.memberId,
    data: { conversationId, memberIds },
  })
  return memberIds
}

import type { Actor, Bot, Person } from '../access/actor.ts'
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

/** Says to the program whose bot wrote that it has reached these people: it stands in their thread. */
export const announceReached = (
  bot: Bot,
  conversationId: string,
  messageId: string,
  memberIds: readonly string[],
): Promise<void> =>
  announce(
    ...memberIds
      .filter(memberId => memberId !== bot.memberId)
      .map(memberId => receipt(bot.communityId, 'message_deliveries', { conversationId, messageId, memberId })),
  )

/** Says to the program of a bot in this thread how far somebody has read it; other people never hear of it. */
export const announceRead = (
  { communityId, memberId }: Person,
  conversationId: string,
  messageId: string,
): Promise<void> => announce(receipt(communityId, 'message_reads', { conversationId, messageId, memberId }))

const receipt = (
  communityId: string,
  field: 'message_deliveries' | 'message_reads',
  { conversationId, messageId, memberId }: { conversationId: string; messageId: string; memberId: string },
) =>
  ({
    communityId,
    topic: 'message',
    field,
    verb: 'created',
    subjectId: messageId,
    actorId: memberId,
    data: { conversationId },
  }) as const

/** The Send API: `POST /me/messages` (workplace-graph-api.md 7), in JSON or as a form whose parts are JSON texts. */

import type { MessageContent } from '../../../domain/chat/messages.sql.ts'
import { type Recipient, sendMessage } from '../../../domain/chat/send-message.ts'
import { idsByEmail } from '../../../domain/community/profiles.sql.ts'
import { GraphError, missing } from '../graph-error.ts'
import { asList, asObject, asText, type Value } from '../lenient.ts'
import type { Change, GraphCall } from '../node.ts'
import { bare, threadId } from '../nodes/conversation.ts'
import { demandContent } from './message-content.ts'

const actions = new Set(['typing_on', 'typing_off', 'mark_seen'])

export const sendTo: Change = async (call, parent, { params }) => {
  if (parent !== call.caller.bot.memberId) throw missing(parent, 'post')
  const to = await recipientIn(call, asObject(params.recipient))
  const person = 'member' in to ? { recipient_id: to.member } : {}
  const action = asText(params.sender_action)
  if (action) {
    if (!actions.has(action.toLowerCase()))
      throw new GraphError('bad_parameter', `(#100) Param sender_action must be one of {${[...actions].join(', ')}}`)
    return person
  }
  const message = asObject(params.message)
  if (!message) throw new GraphError('bad_parameter', '(#100) The parameter message is required')
  const sent = await sendMessage(call.caller.bot, to, { text: asText(message.text) ?? '', content: contentOf(message) })
  call.caller.holds('message')
  if (!('member' in to)) call.caller.holds('group_chat')
  return {
    ...person,
    message_id: `mid.$${sent.messageId}`,
    ...('member' in to ? {} : { thread_key: threadId(sent.conversationId) }),
  }
}

/** One person by number or address, several in a new thread, or a thread that is there; numbers come as text and as numbers. */
async function recipientIn(call: GraphCall, recipient: Record<string, Value> | undefined): Promise<Recipient> {
  const thread = asText(recipient?.thread_key)
  if (thread) return { conversation: numbered(bare(thread)) }
  const ids = asList(recipient?.ids).flatMap(id => asText(id) ?? [])
  if (ids.length === 1 && ids[0]) return { member: numbered(ids[0]) }
  if (ids.length > 1) return { members: ids.map(numbered) }
  const id = asText(recipient?.id)
  if (id) return { member: numbered(id) }
  const email = asText(recipient?.email)
  const [found] = email ? await idsByEmail(call.caller.bot, [email]) : []
  if (found) return { member: found.id }
  throw new GraphError('bad_parameter', '(#100) No matching user found')
}

function numbered(id: string): string {
  if (/^\d{1,18}$/.test(id)) return id
  throw new GraphError('bad_parameter', '(#100) No matching user found')
}

function contentOf(message: Record<string, Value>): MessageContent {
  const attachment = asObject(message.attachment)
  const quick = message.quick_replies === undefined ? [] : asList(message.quick_replies)
  demandContent(attachment, quick)
  return {
    ...(attachment && { attachment }),
    ...(quick.length > 0 && { quick_replies: quick }),
    ...(asText(message.metadata) !== undefined && { metadata: asText(message.metadata) ?? '' }),
  }
}

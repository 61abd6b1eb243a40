/** The Send API: `POST /me/messages` (workplace-graph-api.md 7), in JSON or as a form whose parts are JSON texts. */

import type { MessageContent } from '../../../domain/chat/messages.sql.ts'
import { type Recipient, sendMessage } from '../../../domain/chat/send-message.ts'
import { idsByEmail, profilesById } from '../../../domain/community/profiles.sql.ts'
import { broughtIn } from '../brought.ts'
import { GraphError, missing } from '../graph-error.ts'
import { asList, asObject, asText, type Value } from '../lenient.ts'
import type { Change, Edge, GraphCall, Sent } from '../node.ts'
import { bare, threadId } from '../nodes/conversation.ts'
import { demandContent } from './message-content.ts'

const actions = new Set(['typing_on', 'typing_off', 'mark_seen'])

export const sendTo: Change = async (call, parent, sent) => {
  const { params } = sent
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
  const fileId = await fileIn(call, sent, message)
  const { messageId, conversationId } = await sendMessage(call.caller.bot, to, {
    ...{ text: asText(message.text) ?? '', fileId },
    content: contentOf(message, fileId !== undefined),
  })
  call.caller.holds('message', 'group_chat')
  return {
    ...person,
    message_id: `mid.$${messageId}`,
    ...('member' in to ? {} : { thread_key: threadId(conversationId) }),
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

/** Keeps a file for messages to come: a part of the body, or by its address. */
export const keepForMessages: Change = async (call, parent, sent) => {
  if (parent !== call.caller.bot.memberId) throw missing(parent, 'post')
  const attachment = asObject(asObject(sent.params.message)?.attachment)
  const url = asText(asObject(attachment?.payload)?.url)
  const { id } = await broughtIn(call, { ...sent, params: { url } }, { wanted: undefined, addresses: ['url'] })
  call.caller.holds('message')
  return { attachment_id: id }
}

/** The file a message carries: brought with it, or kept before. */
async function fileIn(call: GraphCall, sent: Sent, message: Record<string, Value>): Promise<string | undefined> {
  if (sent.files.length > 0) return (await broughtIn(call, sent, { wanted: undefined, addresses: [] })).id
  const id = asText(asObject(asObject(message.attachment)?.payload)?.attachment_id)
  if (id === undefined) return undefined
  if (/^\d{1,18}$/.test(id)) return id
  throw new GraphError('bad_parameter', '(#100) Attachments are named by the ids that their uploads answered')
}

/** Nobody but the bot itself writes in its threads for it: who may answer somebody is always the program that asks. */
export const readThreadOwner: NonNullable<Edge['answer']> = async (call, parent, asked) => {
  const recipient = asText(asked.params.recipient)
  const [found] =
    parent === call.caller.bot.memberId && recipient && /^\d{1,18}$/.test(recipient)
      ? await profilesById(call.caller.bot, [recipient])
      : []
  if (!found) throw missing(recipient ?? parent)
  return { data: [{ thread_owner: { app_id: call.caller.appId } }] }
}

function contentOf(message: Record<string, Value>, carriesFile: boolean): MessageContent {
  const attachment = asObject(message.attachment)
  const quick = message.quick_replies === undefined ? [] : asList(message.quick_replies)
  demandContent(attachment, quick, carriesFile)
  return {
    ...(attachment && { attachment }),
    ...(quick.length > 0 && { quick_replies: quick }),
    ...(asText(message.metadata) !== undefined && { metadata: asText(message.metadata) ?? '' }),
  }
}

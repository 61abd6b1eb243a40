import { changeThread, nameThread } from '../../../domain/chat/send-message.ts'
import { GraphError } from '../graph-error.ts'
import { asList, asText } from '../lenient.ts'
import type { Change, Sent } from '../node.ts'
import { bare } from '../nodes/conversation.ts'

export const nameThreadOf: Change = async (call, thread, { params }) => {
  await nameThread(call.caller.bot, bare(thread), asText(params.name) ?? '')
  call.caller.holds('group_chat')
  return { success: true }
}

export const addParticipants: Change = async (call, thread, sent) => change(call, thread, sent, 'add')
export const removeParticipants: Change = async (call, thread, sent) => change(call, thread, sent, 'remove')

async function change(
  call: Parameters<Change>[0],
  thread: string,
  { params }: Sent,
  how: 'add' | 'remove',
): Promise<unknown> {
  const members = asList(params.to).flatMap(id => asText(id) ?? [])
  if (members.length === 0 || members.some(id => !/^\d{1,18}$/.test(id)))
    throw new GraphError('bad_parameter', '(#100) The parameter to must be a list of member ids')
  await changeThread(call.caller.bot, bare(thread), members, how)
  call.caller.holds('group_chat')
  return { success: true }
}

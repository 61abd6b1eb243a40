import { type Conversation, conversationsById } from '../../../domain/chat/conversations.sql.ts'
import { instant } from '../formats.ts'
import { type GraphCall, node } from '../node.ts'

export const threadId = (id: string): string => `t_${id}`

/** The bot's own threads; everybody's, where the program may read them all. */
export const readsAll = (call: GraphCall): boolean => call.caller.holds('read_messages')

export const conversations = node<Conversation>({
  name: 'UnifiedThread',
  idOf: row => threadId(row.id),
  load: (call, ids) => conversationsById(call.caller.bot, ids.map(bare), readsAll(call)),
  defaults: ['id', 'updated_time'],
  fields: {
    id: row => threadId(row.id),
    name: row => row.title ?? undefined,
    subject: row => row.title ?? undefined,
    snippet: row => row.snippet ?? undefined,
    updated_time: row => instant(row.updated_at),
    message_count: row => row.message_count,
    can_reply: (row, call) => row.belongs && call.caller.could('message'),
    is_subscribed: row => row.belongs,
  },
})

/** The number of a thread or message, whichever prefix it is written with. */
export const bare = (id: string): string => id.replace(/^(?:t_|m_|mid\.\$)/, '')

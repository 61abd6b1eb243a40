import type { Messaging } from '../../../contract/graph/changes.ts'
import { rows, sql } from '../../platform/db.ts'
import { everywhere, reaches } from '../access/reaches.ts'
import { isStanding } from '../chat/standing.sql.ts'
import { ofDeliveries, type ReadValue, type Standing, standing } from './standing.ts'
import type { Leased } from './take-deliveries.ts'

interface MessageRow extends Standing {
  field: string
  community_id: string
  conversation_id: string
  kind: 'pair' | 'group'
  message_id: string
  author_id: string
  /** Who wrote, read, or was reached. */
  actor_id: string
  happened_at: Date
  text: string
  chosen: { kind: 'postback' | 'quick_reply'; payload: string } | null
  created_at: Date
  bot_id: string
  /** Is who wrote within the bot's reach still, and the bot in the thread? */
  reached: boolean
  /** Does what was written stand still? */
  stands: boolean
}

/** What people wrote to the bot, and how far what it wrote has come, as the Messenger platform says it. */
export async function readMessages(deliveries: readonly Leased[]): Promise<Map<string, ReadValue>> {
  const found = await rows<MessageRow>(sql`
    select ${standing}, d.field, d.community_id, x.conversation_id, v.kind, x.id as message_id, x.author_id, d.actor_id, d.happened_at, x.text, x.chosen, x.created_at, i.bot_id,
      (${everywhere(sql`r`)} or exists (select from memberships rm
        where rm.community_id = d.community_id and rm.member_id = d.actor_id and ${reaches(sql`i`, sql`r`, sql`rm.group_id`)}))
      and exists (select from conversation_members b
        where b.community_id = d.community_id and b.conversation_id = x.conversation_id and b.member_id = i.bot_id and b.left_at is null) as reached, ${isStanding} as stands
    from ${ofDeliveries(deliveries)}
    join messages x on x.community_id = d.community_id and x.id = d.subject_id
    join conversations v on v.community_id = x.community_id and v.id = x.conversation_id`)
  return new Map(found.map(row => [row.id, readingOf(row)]))
}

function readingOf(row: MessageRow): ReadValue {
  if (!row.enabled) return { cancelled: 'disabled' }
  if (!row.wanted) return { cancelled: 'unsubscribed' }
  if (!row.permissions.includes(row.kind === 'pair' ? 'message' : 'group_chat')) return { cancelled: 'not_permitted' }
  if (!row.reached) return { cancelled: 'out_of_scope' }
  if (!row.stands) return { cancelled: 'content_gone' }
  return { messaging: messagingOf(row) }
}

const isReceipt = ({ field }: MessageRow): boolean => field === 'message_reads' || field === 'message_deliveries'

function messagingOf(row: MessageRow): Messaging {
  const about = {
    sender: { id: row.actor_id, community: { id: Number(row.community_id) } },
    recipient: { id: row.bot_id },
    timestamp: (isReceipt(row) ? row.happened_at : row.created_at).getTime(),
    ...(row.kind === 'group' && { thread: { id: `t_${row.conversation_id}` } }),
  }
  const watermark = row.created_at.getTime()
  if (row.field === 'message_reads') return { ...about, read: { watermark } }
  if (row.field === 'message_deliveries') return { ...about, delivery: { mids: [`mid.$${row.message_id}`], watermark } }
  if (row.chosen?.kind === 'postback') return { ...about, postback: { payload: row.chosen.payload, title: row.text } }
  const reply = row.chosen && { quick_reply: { payload: row.chosen.payload } }
  return { ...about, message: { mid: `mid.$${row.message_id}`, text: row.text, ...reply } }
}

import type { Language } from '../../../contract/api/basics.ts'
import { type ChangeValue, graphTime, type Messaging, unixSeconds } from '../../../contract/graph/changes.ts'
import { commentId, postId } from '../../../contract/graph/ids.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { rows, sql } from '../../platform/db.ts'
import { say } from '../../platform/words.ts'
import { ofDeliveries, type ReadValue, type Standing, standing } from './standing.ts'
import type { Leased } from './take-deliveries.ts'

interface SampleRow extends Standing {
  language: Language
  bot_name: string
}

/** What a test event says: the shape of a real one, with the bot as everybody and numbers that name nothing. */
export async function sampleOf(deliveries: readonly Leased[]): Promise<Map<string, ReadValue>> {
  const found = await rows<SampleRow>(sql`
    select ${standing}, c.language, b.name as bot_name from ${ofDeliveries(deliveries)}
    join members b on b.community_id = d.community_id and b.id = i.bot_id`)
  const byId = new Map(found.map(row => [row.id, row]))
  return new Map(deliveries.flatMap(delivery => sampled(delivery, byId.get(delivery.id))))
}

function sampled(delivery: Leased, row: SampleRow | undefined): [string, ReadValue][] {
  if (!row) return []
  if (!row.enabled) return [[delivery.id, { cancelled: 'disabled' }]]
  if (delivery.topic === 'page' && delivery.field !== 'mention')
    return [[delivery.id, { messaging: messagingOf(delivery, row) }]]
  return [[delivery.id, { value: changeOf(delivery, row) }]]
}

const number = '1000000000000001'

function messagingOf(delivery: Leased, { language }: SampleRow): Messaging {
  const text = say(language, 'webhooks.sample')
  return {
    sender: { id: number, community: { id: Number(delivery.community_id) } },
    recipient: { id: delivery.bot_id },
    timestamp: delivery.happened_at.getTime(),
    ...saidIn(delivery, text),
  }
}

function saidIn({ field, happened_at }: Leased, text: string): Partial<Messaging> {
  const mid = `mid.$${number}`
  const watermark = happened_at.getTime()
  if (field === 'message_reads') return { read: { watermark } }
  if (field === 'message_deliveries') return { delivery: { mids: [mid], watermark } }
  return field === 'messages' ? { message: { mid, text } } : { postback: { payload: 'TEST', title: text } }
}

function changeOf(delivery: Leased, { language, bot_name }: SampleRow): ChangeValue {
  const from = { id: delivery.bot_id, name: bot_name }
  const place = { from, community: { id: delivery.community_id }, post_id: postId(number, number) }
  const said = { message: say(language, 'webhooks.sample'), permalink_url: publicOrigin() }
  const created_time = graphTime(delivery.happened_at)
  switch (delivery.field) {
    case 'posts':
      return { ...place, ...said, type: 'status', target_type: 'group', verb: 'add', created_time }
    case 'comments': {
      const id = commentId(number, number)
      return { ...place, ...said, target_type: 'group', verb: 'add', item: 'comment', comment_id: id, created_time }
    }
    case 'membership':
      return { verb: 'add', member: from, actor: from, group: { id: number }, community: place.community }
    case 'mention': {
      const tags = [{ ...from, type: 'page', offset: 0, length: [...bot_name].length }] as const
      const message = `${bot_name} ${said.message}`
      return {
        ...place,
        ...said,
        message,
        message_tags: tags,
        item: 'post',
        verb: 'add',
        created_time: unixSeconds(delivery.happened_at),
      }
    }
    default:
      return {
        event: 'TEST_EVENT',
        actor_id: from.id,
        target_company_id: delivery.community_id,
        target_community_id: delivery.community_id,
        timestamp: created_time,
      }
  }
}

/** A bot writes to people: in the thread it has with one, in a new one with several, or in one it is in already. */
import { one, sql, transaction } from '../../platform/db.ts'
import { clipped } from '../../platform/harmless.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { demandAttachable } from '../files/attachable.ts'
import { notify } from '../notifications/notify.ts'
import { announceMessage, announceReached } from './announce-message.ts'
import {
  insertGroupThread,
  lockSeat,
  pairOf,
  seatMembers,
  setTitle,
  unseatMembers,
  writable,
} from './conversations.sql.ts'
import { forgetMessage, insertMessage, type MessageContent, removeCopy } from './messages.sql.ts'
import { isStanding } from './standing.sql.ts'

export type Recipient =
  | { readonly member: string }
  | { readonly members: readonly string[] }
  | { readonly conversation: string }

export interface Sending {
  readonly text: string
  readonly content: MessageContent
  /** One that the bot brought before. */
  readonly fileId?: string | undefined
}

export interface SentMessage {
  readonly messageId: string
  readonly conversationId: string
}

const longest = 2_000

export async function sendMessage(bot: Bot, to: Recipient, sending: Sending): Promise<SentMessage> {
  await demandGranted(bot, ['message'])
  if (!('member' in to)) await demandGranted(bot, ['group_chat'])
  if (!sending.text.trim() && Object.keys(sending.content).length === 0)
    throw new Refusal('bad_input', { field: 'message', problem: 'missing' })
  if (sending.text.length > longest)
    throw new Refusal('bad_input', { field: 'text', problem: 'too_long', limit: longest })
  await demandAttachable(bot, sending.fileId ? [sending.fileId] : [])
  return transaction(async () => {
    const conversationId = await threadFor(bot, to)
    const { id } = await insertMessage({
      communityId: bot.communityId,
      conversationId,
      authorId: bot.memberId,
      kind: 'message',
      ...sending,
      installationId: bot.installationId,
    })
    await tell(bot, conversationId, id, sending.text)
    return { messageId: id, conversationId }
  })
}

async function threadFor(bot: Bot, to: Recipient): Promise<string> {
  if ('conversation' in to) {
    if (!(await lockSeat(bot.communityId, to.conversation, bot.memberId))) throw new Refusal('not_found')
    return to.conversation
  }
  const wanted = [...new Set('member' in to ? [to.member] : to.members)]
  const people = await writable(bot, wanted)
  if (wanted.length === 0 || people.length !== wanted.length)
    throw new Refusal('bad_input', { field: 'recipient', problem: 'not_offered' })
  return 'member' in to
    ? pairOf(bot.communityId, bot.memberId, to.member)
    : insertGroupThread(bot.communityId, bot.memberId, wanted)
}

async function tell(bot: Bot, conversationId: string, messageId: string, text: string): Promise<void> {
  const memberIds = await announceMessage(bot, conversationId, messageId, 'messages')
  await announceReached(bot, conversationId, messageId, memberIds)
  await notify(bot, {
    kind: 'message',
    memberIds,
    subjectId: conversationId,
    values: { text: clipped(text, 200) },
  })
}

/** Names a thread of several. */
export async function nameThread(bot: Bot, conversationId: string, title: string): Promise<void> {
  await demandGranted(bot, ['group_chat'])
  if (!title.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  await transaction(async () => {
    await demandSeat(bot, conversationId, false)
    await setTitle(bot.communityId, conversationId, title.trim().slice(0, 100))
    await notice(bot, conversationId, 'named')
  })
}

/** Brings people into a thread of several, or takes them out, which only who leads it may. */
export async function changeThread(
  bot: Bot,
  conversationId: string,
  members: readonly string[],
  change: 'add' | 'remove',
): Promise<void> {
  await demandGranted(bot, ['group_chat'])
  await transaction(async () => {
    await demandSeat(bot, conversationId, change === 'remove')
    if (change === 'add' && (await writable(bot, members)).length !== new Set(members).size)
      throw new Refusal('bad_input', { field: 'to', problem: 'not_offered' })
    const changed = await (change === 'add' ? seatMembers : unseatMembers)(bot.communityId, conversationId, members)
    if (changed.length > 0) await notice(bot, conversationId, change === 'add' ? 'came' : 'went')
  })
}

/** Takes a person's copy of a message away; when nobody has one any more, its words are gone for good. */
export async function removeMessageOf(bot: Bot, messageId: string, memberId: string): Promise<void> {
  await demandGranted(bot, ['delete_messages'])
  await transaction(async () => {
    const { n } = await one<{ n: number }>(sql`
      select count(*)::int as n from messages x
      join conversation_members b on b.community_id = x.community_id and b.conversation_id = x.conversation_id and b.member_id = ${memberId}
      where x.community_id = ${bot.communityId} and x.id = ${messageId} and ${isStanding}`)
    if (n === 0) throw new Refusal('not_found')
    await removeCopy(bot.communityId, messageId, memberId)
    await forgetMessage(bot.communityId, messageId)
  })
}

async function demandSeat(bot: Bot, conversationId: string, admin: boolean): Promise<void> {
  const seat = await lockSeat(bot.communityId, conversationId, bot.memberId)
  if (!seat) throw new Refusal('not_found')
  if (seat.kind !== 'group' || (admin && !seat.is_admin)) throw new Refusal('forbidden')
}

const notice = (bot: Bot, conversationId: string, text: string): Promise<unknown> =>
  insertMessage({
    communityId: bot.communityId,
    conversationId,
    authorId: bot.memberId,
    kind: 'notice',
    text,
    content: {},
    installationId: bot.installationId,
  })

import type { Thread, ThreadMessage } from '../../../contract/api/threads.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { announceMessage, announceRead } from './announce-message.ts'
import { insertMessage } from './messages.sql.ts'
import { offersOf, presentMessage } from './present-message.ts'
import { markThreadRead, type ThreadRow, threadById, threadMessages, threadsPage } from './threads.sql.ts'

interface Paging {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** The reader's threads, the one last written in first. */
export async function listThreads(person: Person, asked: Paging): Promise<{ items: Thread[]; next: string | null }> {
  const limit = asked.limit ?? 25
  const found = await threadsPage(person, readIdCursor(asked.after), limit + 1)
  const last = found.length > limit ? found[limit - 1] : undefined
  return { items: found.slice(0, limit).map(presentThread), next: last ? writeCursor(last.key) : null }
}

export const getThread = async (person: Person, threadId: string): Promise<Thread> =>
  presentThread(await demandThread(person, threadId))

/** A thread's messages, newest first; what was read of it is remembered. */
export async function listThreadMessages(person: Person, threadId: string, asked: Paging) {
  await demandThread(person, threadId)
  const limit = asked.limit ?? 25
  const found = await threadMessages(person, threadId, { before: readIdCursor(asked.after), limit: limit + 1 })
  await transaction(async () => {
    const read = await markThreadRead(person, threadId)
    if (read) await announceRead(person, threadId, read.id)
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((row, n) => presentMessage(row, person, n === 0 && !asked.after)),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

export type ThreadAnswer = { readonly text: string } | { readonly messageId: string; readonly answer: string }

/** Writes back: words of one's own, or what a button or quick reply of a message in this thread says. */
export async function answerThread(person: Person, threadId: string, answer: ThreadAnswer): Promise<ThreadMessage> {
  await demandThread(person, threadId)
  return transaction(async () => {
    const { text, chosen } = await wordsOf(person, threadId, answer)
    const { id } = await insertMessage({
      communityId: person.communityId,
      conversationId: threadId,
      authorId: person.memberId,
      kind: 'message',
      text,
      content: {},
      installationId: null,
    })
    if (chosen)
      await run(
        sql`update messages set chosen = ${JSON.stringify(chosen)}::jsonb where community_id = ${person.communityId} and id = ${id}`,
      )
    await announceMessage(person, threadId, id, chosen?.kind === 'postback' ? 'messaging_postbacks' : 'messages')
    await markThreadRead(person, threadId)
    const [row] = await threadMessages(person, threadId, { only: id, limit: 1 })
    if (!row) throw new Error('a message is gone though it was just written')
    return presentMessage(row, person, false)
  })
}

interface Words {
  text: string
  chosen?: { kind: 'postback' | 'quick_reply'; payload: string; messageId: string }
}

async function wordsOf(person: Person, threadId: string, answer: ThreadAnswer): Promise<Words> {
  if ('text' in answer) {
    visibleText('text', answer.text)
    return { text: answer.text }
  }
  const [asked] = await threadMessages(person, threadId, { only: answer.messageId, limit: 1 })
  const offer = asked && offersOf(asked).find(one => one.value === answer.answer)
  if (!asked || !offer) throw new Refusal('not_found')
  const quick = JSON.stringify(asked.content.quick_replies ?? []).includes(JSON.stringify(offer.value))
  return {
    text: offer.title,
    chosen: { kind: quick ? 'quick_reply' : 'postback', payload: offer.value, messageId: asked.id },
  }
}

async function demandThread(person: Person, threadId: string): Promise<ThreadRow> {
  const thread = await threadById(person, threadId)
  if (!thread) throw new Refusal('not_found')
  return thread
}

const presentThread = (row: ThreadRow): Thread => ({
  id: row.id,
  title: row.title,
  members: row.members,
  snippet: row.snippet ?? '',
  at: row.at.toISOString(),
  unread: row.unread,
})

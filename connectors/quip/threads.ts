import type { Answer, Reference } from '../connector.ts'
import { at, list, number, text } from '../reading.ts'
import { getQuip, type QuipClient } from './site.ts'

/** A document, spreadsheet, set of slides or chat. */
export interface Thread {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly link: string
  readonly author: string
  readonly deleted: boolean
  /** Microseconds since 1970. */
  readonly updated: number
}

export function threadOf(json: unknown): Thread {
  const thread = at(json, 'thread')
  return {
    id: text(thread.id),
    type: text(thread.type) || text(thread.thread_class),
    title: text(thread.title),
    link: text(thread.link, 1_000),
    author: text(thread.author_id),
    deleted: thread.is_deleted === true,
    updated: number(thread.updated_usec) ?? 0,
  }
}

/** By its permanent id, or by the part of its address that its owner can let end. */
export const askFor = ({ ids }: Reference, client: QuipClient): Promise<Answer> =>
  getQuip(client, `/2/threads/${ids.id ?? ids.secretPath ?? ''}`)

export const itemOf = (id: string): string => `thread:${id}`

export const dayOf = (microseconds: number): string =>
  microseconds > 0 ? new Date(microseconds / 1_000).toISOString() : ''

/** Names of people by their ids; nothing of those that the account does not see. */
export async function namesOf(client: QuipClient, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter(Boolean))].slice(0, 100)
  if (wanted.length === 0) return new Map()
  const answer = await getQuip(client, '/1/users/', { ids: wanted.join(',') })
  return new Map(Object.entries(at(answer.json)).map(([id, user]) => [id, text(at(user).name)]))
}

/** Words of a thread since then, the newest first as the service has them. */
export interface Message {
  readonly id: string
  readonly author: string
  readonly name: string
  readonly words: string
  readonly at: number
}

export async function messagesIn(client: QuipClient, threadId: string): Promise<Message[]> {
  const answer = await getQuip(client, `/1/messages/${threadId}`, { count: 25 })
  return list(answer.json).map(json => {
    const found = at(json)
    return {
      id: text(found.id),
      author: text(found.author_id),
      name: text(found.author_name),
      words: text(found.text),
      at: number(found.created_usec) ?? 0,
    }
  })
}

import type { CatchUp, Reading, Reference } from '../connector.ts'
import { at, number, parse } from '../reading.ts'
import type { QuipClient, QuipSettings } from './site.ts'
import { askFor, itemOf, type Message, messagesIn, namesOf, type Thread, threadOf } from './threads.ts'

export const kinds = ['message', 'edited']

/** The service tells nobody by itself: whoever posts here is not it. */
export const verify = (): boolean => false
export const deliveryKey = (): undefined => undefined
export const read = (): Reading => ({ is: 'unrecognised', reason: 'no_events' })

/** Up to when each followed thread was read, in microseconds. */
type Read = Readonly<Record<string, unknown>>
/** So many threads at a time: the limit is fifty calls a minute. */
const most = 15

/** Thread by thread; one that is new begins now. Who is not reached in this turn is reached in the next. */
export const catchUp: CatchUp<QuipSettings> = {
  every: 120,
  async start() {
    return '{}'
  },
  async next(client, cursor, followed) {
    const known: Read = at(parse(Buffer.from(cursor)))
    // The longest unread first, so that every thread has its turn.
    const order = followed.toSorted((a, b) => (number(known[a]) ?? 0) - (number(known[b]) ?? 0))
    const turn = await Promise.all(order.slice(0, most).map(item => newsOf(client, item, number(known[item]))))
    const read = followed.map((item): [string, unknown] => [
      item,
      turn.find(one => one.item === item)?.read ?? known[item] ?? 0,
    ])
    return {
      readings: turn.flatMap(one => one.readings),
      cursor: JSON.stringify(Object.fromEntries(read)),
      more: false,
    }
  },
}

async function newsOf(client: QuipClient, item: string, since: number | undefined) {
  const answer = await askFor({ kind: 'thread', ids: { id: item.slice('thread:'.length) } }, client)
  const thread = threadOf(answer.json)
  const read = Math.max(thread.updated, since ?? 0)
  if (answer.status >= 400 || !since || thread.updated <= since) return { item, read, readings: [] as Reading[] }
  const said = (await messagesIn(client, thread.id)).filter(message => message.at > since && message.words)
  const names = await namesOf(
    client,
    said.filter(message => !message.name).map(message => message.author),
  )
  const told = said.map(message =>
    toldOf(thread, { ...message, name: message.name || (names.get(message.author) ?? '') }),
  )
  return { item, read, readings: told.length > 0 ? told.toReversed() : [editedOf(thread)] }
}

const toldOf = (thread: Thread, { author, name, words, at: when }: Message): Reading => ({
  is: 'notice',
  notice: {
    ...about(thread),
    event: 'message',
    key: 'message',
    values: { title: thread.title || '—', who: name || 'Quip' },
    facts: [{ label: 'words', kind: 'text', value: words }],
    people: { who: author },
    at: when / 1_000,
  },
})

const editedOf = (thread: Thread): Reading => ({
  is: 'notice',
  notice: {
    ...about(thread),
    event: 'edited',
    key: 'edited',
    values: { title: thread.title || '—' },
    facts: [],
    at: thread.updated / 1_000,
  },
})

const about = (thread: Thread) => ({
  link: thread.link,
  item: itemOf(thread.id),
  properties: { type: thread.type },
})

/** Its permanent id, whichever address was pasted. */
export async function followedAs(reference: Reference, client: QuipClient): Promise<string | undefined> {
  const answer = await askFor(reference, client)
  const { id, deleted } = threadOf(answer.json)
  return answer.status < 400 && id && !deleted ? itemOf(id) : undefined
}

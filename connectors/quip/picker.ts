import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at } from '../reading.ts'
import { demandDone, getQuip, type QuipSettings } from './site.ts'
import { askFor, dayOf, threadOf } from './threads.ts'

const most = 50

/** Threads of late, and threads by their words; who may open one is left as it is. */
export const picker: Picker<QuipSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed }) {
    const answer =
      view === 'search' && typed
        ? await getQuip(client, '/1/threads/search', { query: typed.slice(0, 200), count: most })
        : await getQuip(client, '/1/threads/recent', { count: most })
    demandDone(answer)
    const found = Array.isArray(answer.json) ? answer.json : Object.values(at(answer.json))
    return { items: found.map(itemFrom).filter(item => item.id) }
  },
  async attach(client, itemId) {
    const answer = await askFor({ kind: 'thread', ids: { id: itemId } }, client)
    demandDone(answer)
    const { link } = threadOf(answer.json)
    if (!link) throw new NotPossible('no_link')
    return { url: link }
  },
}

function itemFrom(json: unknown): Item {
  const thread = threadOf(json)
  const changedAt = dayOf(thread.updated)
  return {
    id: thread.id,
    kind: 'item',
    name: thread.title || '—',
    detail: thread.type,
    ...(changedAt && { changedAt }),
  }
}

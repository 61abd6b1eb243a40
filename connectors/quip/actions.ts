import { type Action, NotPossible } from '../connector.ts'
import { at, text } from '../reading.ts'
import { demandDone, postQuip, type QuipSettings } from './site.ts'
import { askFor, threadOf } from './threads.ts'

/** What is said on the card is said in the thread too. */
export const postMessage: Action<QuipSettings> = {
  id: 'post_message',
  on: 'card',
  async form() {
    return [{ name: 'content', kind: 'long_text', label: 'action.post_message.field.content', required: true }]
  },
  async run(client, { content }, { reference }) {
    const found = await askFor(reference ?? { kind: 'thread', ids: {} }, client)
    demandDone(found)
    const { id, title } = threadOf(found.json)
    if (!id) throw new NotPossible('gone')
    demandDone(await postQuip(client, '/1/messages/new', { thread_id: id, content: text(content, 10_000) }))
    return { values: { title } }
  },
}

/** A post as the beginning of a document; while a site still takes new ones. */
export const newDocument: Action<QuipSettings> = {
  id: 'new_document',
  on: 'post',
  async form(_client, _values, subject) {
    const value = text(subject.text.split('\n')[0] ?? '', 100)
    return [{ name: 'title', kind: 'text', label: 'action.new_document.field.title', required: true, value }]
  },
  async run(client, { title }, subject) {
    const words = `${subject.text}\n\n${subject.url}`
    const answer = await postQuip(client, '/1/threads/new-document', {
      title: text(title, 200),
      content: text(words, 20_000),
      format: 'markdown',
    })
    demandDone(answer)
    const link = text(at(answer.json, 'thread').link, 1_000)
    return { ...(link && { link }), values: { title: text(title, 200) } }
  },
}

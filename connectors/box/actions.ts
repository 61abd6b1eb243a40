import type { Action } from '../connector.ts'
import { boxItemOf } from './items.ts'
import { askAbout } from './links.ts'
import { type BoxSettings, callBox, demandDone } from './site.ts'

/** What is said on the card is said at the service too, where the file’s other readers are. */
export const comment: Action<BoxSettings> = {
  id: 'comment',
  on: 'card',
  async form() {
    return [{ name: 'message', kind: 'long_text', label: 'action.comment.field.message', required: true }]
  },
  async run(client, { message }, { reference }) {
    const answer = await askAbout(reference ?? { kind: 'file', ids: {} }, client)
    demandDone(answer)
    const { id, name } = boxItemOf(answer.json)
    const json = { item: { type: 'file', id }, message: String(message ?? '') }
    demandDone(await callBox(client, '/comments', { method: 'POST', json }))
    return { values: { title: name } }
  },
}

import type { Action } from '../connector.ts'
import { text } from '../reading.ts'
import { urlOf } from './cards.ts'
import { fileOf, get, mimeOf } from './files.ts'
import { callDrive, type DriveSettings, demandDone, everywhere } from './site.ts'

/** What is said on the card is said at the service too, where the file’s other readers are. */
export const comment: Action<DriveSettings> = {
  id: 'comment',
  on: 'card',
  async form() {
    return [{ name: 'content', kind: 'long_text', label: 'action.comment.field.content', required: true }]
  },
  async run(client, { content }, { reference }) {
    const found = await get(client, reference?.ids.id ?? '', reference?.ids.resourceKey)
    demandDone(found)
    const { id, target, name } = fileOf(found.json)
    const answer = await callDrive(client, `/files/${encodeURIComponent(target || id)}/comments`, {
      method: 'POST',
      query: { fields: 'id' },
      json: { content: String(content ?? '') },
    })
    demandDone(answer)
    return { values: { title: name } }
  },
}

/** An empty document in the person’s own Drive, named after the post. */
export const newDocument: Action<DriveSettings> = {
  id: 'new_document',
  on: 'post',
  async form(_client, _values, subject) {
    const options = ['document', 'spreadsheet', 'presentation'].map(value => ({ value, label: `kind.${value}` }))
    const name = text(subject.text.split('\n')[0] ?? '', 100)
    return [
      { name: 'name', kind: 'text', label: 'action.new_document.field.name', required: true, value: name },
      {
        name: 'kind',
        kind: 'select',
        label: 'action.new_document.field.kind',
        required: true,
        options,
        value: 'document',
      },
    ]
  },
  async run(client, values, subject) {
    const answer = await callDrive(client, '/files', {
      method: 'POST',
      query: { ...everywhere, fields: 'id,name,webViewLink,mimeType' },
      json: {
        name: text(values.name, 300) || '—',
        mimeType: mimeOf(String(values.kind)),
        description: subject.url,
      },
    })
    demandDone(answer)
    const file = fileOf(answer.json)
    return { link: urlOf(file, client), values: { title: file.name } }
  },
}

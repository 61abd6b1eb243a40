import { type Message, messagesById } from '../../../domain/chat/messages.sql.ts'
import { removeMessageOf } from '../../../domain/chat/send-message.ts'
import type { FileRow } from '../../../domain/files/files.sql.ts'
import { signedAddress } from '../../../domain/files/signed-address.ts'
import { say } from '../../../platform/words.ts'
import { instant } from '../formats.ts'
import { GraphError } from '../graph-error.ts'
import { asObject } from '../lenient.ts'
import { memberIn } from '../member-in.ts'
import { type GraphCall, node } from '../node.ts'
import { bare, readsAll } from './conversation.ts'
import { members } from './member.ts'

export const messageId = (id: string): string => `m_${id}`

const wordsOf = (row: Message, call: GraphCall): string =>
  row.kind === 'notice' ? say(call.caller.bot.language, `chat.notice.${row.text}`) : row.text

export const messages = node<Message>({
  name: 'Message',
  idOf: row => messageId(row.id),
  load: (call, ids) => messagesById(call.caller.bot, ids.map(bare), readsAll(call)),
  defaults: ['id', 'created_time'],
  fields: {
    id: row => messageId(row.id),
    message: wordsOf,
    created_time: row => instant(row.created_at),
    tags: () => ({ data: [{ name: 'inbox' }, { name: 'messenger' }] }),
    attachments: (row, call) => attachmentsOf(row, call),
  },
  links: {
    from: { to: members, id: row => row.author_id, fields: ['name', 'email', 'id'] },
  },
  remove: async (call, id, sent) => {
    if (sent.params.user === undefined) throw new GraphError('bad_parameter', '(#100) The parameter user is required')
    await removeMessageOf(call.caller.bot, bare(id), await memberIn(call, sent, undefined))
    return { success: true }
  },
})

/** A file that was brought, or what was sent by its address; templates are no files and have none. */
export function attachmentsOf({ id, content, files }: Message, call: GraphCall): { data: unknown[] } | undefined {
  const [file] = files ?? []
  if (file) return { data: [carried(call, file)] }
  const attachment = asObject(content.attachment)
  const url = asObject(attachment?.payload)?.url
  if (!attachment || typeof url !== 'string') return undefined
  const name = url.split(/[?#]/)[0]?.split('/').at(-1) ?? ''
  const image = attachment.type === 'image'
  return {
    data: [
      {
        id,
        mime_type: image ? 'image/*' : 'application/octet-stream',
        name,
        ...(image ? { image_data: { url } } : { file_url: url }),
      },
    ],
  }
}

function carried(call: GraphCall, file: FileRow): object {
  const { id, name, type, bytes, width, height } = file
  const url = signedAddress(call.caller.bot, file)
  const where = file.kind === 'picture' ? { image_data: { url, width, height } } : { file_url: url }
  return { id, mime_type: type, name, size: bytes, ...where }
}

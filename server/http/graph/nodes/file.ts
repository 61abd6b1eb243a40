/** Pictures, videos and files: three kinds of object in Graph, one in ours. Their addresses open by themselves: programs fetch them without a token. */
import { postId } from '../../../../contract/graph/ids.ts'
import { type PlainFile, plainFiles } from '../../../domain/files/file-pages.sql.ts'
import { type FormName, formNames } from '../../../domain/files/files.sql.ts'
import { signedAddress } from '../../../domain/files/signed-address.ts'
import { deleteFile } from '../../../domain/posts/delete-file.ts'
import { commentLink, instant, postLink, said } from '../formats.ts'
import { toMessage } from '../message.ts'
import { type GraphCall, node, type TypedNode } from '../node.ts'
import { groups } from './group.ts'
import { members } from './member.ts'

export const photos = fileNode('Photo', ['created_time', 'name', 'id'])
export const videos = fileNode('Video', ['description', 'updated_time', 'id'])
export const documents = fileNode('File', ['download_link', 'from', 'group', 'message', 'updated_time', 'id'])

function fileNode(name: string, defaults: readonly string[]): TypedNode<PlainFile> {
  return node<PlainFile>({
    name,
    defaults,
    idOf: row => row.id,
    load: (call, ids) => plainFiles(call.caller.bot, ids),
    fields: {
      id: row => row.id,
      name: row => (row.kind === 'picture' ? (said(row.description) ?? messageOf(row)) : row.name),
      title: row => row.name,
      description: messageOf,
      message: messageOf,
      created_time: row => instant(row.uploaded_at),
      updated_time: row => instant(row.uploaded_at),
      height: row => row.height,
      width: row => row.width,
      alt_text: row => said(row.description),
      images: imagesOf,
      picture: (row, call) => (row.kind === 'picture' ? signedAddress(call.caller.bot, row, 'small') : undefined),
      source: (row, call) => (row.kind === 'file' ? undefined : signedAddress(call.caller.bot, row)),
      download_link: (row, call) => signedAddress(call.caller.bot, row),
      link: row => pageOf(row),
      can_delete: (row, call) => row.uploaded_by === call.caller.bot.memberId || call.caller.could('manage_content'),
      can_tag: () => false,
      target: row =>
        row.post_id === null || row.group_id === null
          ? undefined
          : { id: postId(row.group_id, row.post_id), url: postLink(row.post_id) },
    },
    links: {
      from: { to: members, id: row => row.uploaded_by, fields: ['name', 'id'] },
      group: { to: groups, id: row => row.group_id, fields: ['name', 'privacy', 'id'] },
    },
    remove: async (call, id) => {
      await deleteFile(call.caller.bot, id)
      return { success: true }
    },
  })
}

function messageOf({ message }: PlainFile): string | undefined {
  return message ? toMessage(message).message : undefined
}

const pageOf = ({ post_id, comment_id }: PlainFile): string | undefined =>
  post_id === null ? undefined : comment_id === null ? postLink(post_id) : commentLink(post_id, comment_id)

/** The largest first. */
function imagesOf(row: PlainFile, call: GraphCall): unknown {
  if (row.kind !== 'picture') return undefined
  return formNames.flatMap(form => {
    const [width, height] = sizeOf(row, form)
    return width ? [{ height, width, source: signedAddress(call.caller.bot, row, form) }] : []
  })
}

const sizeOf = (row: PlainFile, form: FormName): readonly [number | null, number | null] =>
  form === 'full' ? [row.width, row.height] : (row.sizes[form] ?? [null, null])

import type { FileKind } from '../../../../contract/api/files.ts'
import { lastId, postId } from '../../../../contract/graph/ids.ts'
import { neutralSentence } from '../../../domain/inbound/read-notice.ts'
import { deletePost, editPost } from '../../../domain/posts/change-post.ts'
import { type PlainPost, plainPosts } from '../../../domain/posts/post-pages.sql.ts'
import { reachedPosts } from '../../../domain/posts/posts.sql.ts'
import { attachedFile } from '../attached.ts'
import type { Field } from '../fields.ts'
import { instant, postLink, said } from '../formats.ts'
import type { Program } from '../graph-caller.ts'
import { toMessage } from '../message.ts'
import { type GraphCall, node } from '../node.ts'
import { partsIn } from '../post-parts.ts'
import { writtenIn } from '../written.ts'
import { members } from './member.ts'

/** A notice of a connector says its neutral sentence to programs too: what it is about is for those who may see it there. */
export const textOf = (row: PlainPost, call: GraphCall): string =>
  row.notice === null
    ? row.text
    : neutralSentence(row.notice.integration_id ?? '', row.notice.event, call.caller.bot.language)

const firstLink = (row: PlainPost): string | undefined => row.links[0]?.url
/** Its first video, its pictures, or its link: what there is most to see of. */
const typeOf = (row: PlainPost): keyof typeof statusTypes =>
  hasKind(row, 'video') ? 'video' : hasKind(row, 'picture') ? 'photo' : firstLink(row) ? 'link' : 'status'
const hasKind = ({ files }: PlainPost, kind: FileKind): boolean => files?.some(file => file.kind === kind) ?? false
const statusTypes = {
  video: 'added_video',
  photo: 'added_photos',
  link: 'shared_story',
  status: 'mobile_status_update',
} as const
const postsNamed = async (
  { bot, post }: Program,
  ids: readonly string[],
  fields: readonly Field[] | undefined,
): Promise<PlainPost[]> =>
  post && ids.length === 1 && ids[0] === post.id ? [post] : plainPosts(bot, ids, partsIn(fields))

const defaults = ['updated_time', 'message', 'id']

const outerId = (row: PlainPost): string => postId(row.group_id, row.id)

export const posts = node<PlainPost>({
  name: 'Post',
  idOf: outerId,
  load: (call, ids, fields) =>
    call.caller.holds('read_content') ? postsNamed(call.caller, ids.map(lastId), fields) : Promise.resolve([]),
  reach: async (call, ids) =>
    new Set((await reachedPosts(call.caller.bot, ids.map(lastId))).map(row => postId(row.group_id, row.id))),
  defaults,
  fields: {
    id: outerId,
    created_time: row => instant(row.created_at),
    updated_time: row => instant(row.updated_at),
    message: (row, call) => said(toMessage(textOf(row, call)).message),
    message_tags: (row, call) => {
      const { tags } = toMessage(textOf(row, call), [call.caller.bot.memberId])
      return tags.length > 0 ? tags : undefined
    },
    formatting: row => (row.format === 'plain' ? 'PLAINTEXT' : 'MARKDOWN'),
    type: row => typeOf(row),
    status_type: row => statusTypes[typeOf(row)],
    picture: (row, call) => attachedFile(call, row, 'picture', 'small'),
    full_picture: (row, call) => attachedFile(call, row, 'picture', 'full'),
    source: (row, call) => attachedFile(call, row, 'video', 'full'),
    object_id: row => row.files?.find(file => file.kind !== 'file')?.id,
    link: firstLink,
    permalink_url: row => postLink(row.id),
    is_hidden: () => false,
    privacy: row => ({
      value: row.group_privacy.toUpperCase(),
      description: row.group_name,
      friends: '',
      allow: '',
      deny: '',
    }),
    to: row => ({ data: [{ name: row.group_name, id: row.group_id }] }),
    target: row => ({ id: row.group_id, name: row.group_name }),
  },
  links: {
    from: {
      to: members,
      id: row => row.author_id,
      fields: ['name', 'id'],
      known: row => ({ id: row.author_id, name: row.author_name }),
    },
  },
  update: async (call, id, sent) => {
    await editPost(call.caller.bot, lastId(id), (await writtenIn(call, sent)).text)
    call.caller.holds('manage_content')
    return { success: true }
  },
  remove: async (call, id) => {
    await deletePost(call.caller.bot, lastId(id))
    call.caller.holds('manage_content')
    return { success: true }
  },
})

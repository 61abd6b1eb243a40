import { lastId, postId } from '../../../../contract/graph/ids.ts'
import { type Doc, deleteDoc, docsById, reachedDocs } from '../../../domain/knowledge/docs.ts'
import { groupLink, instant } from '../formats.ts'
import { node } from '../node.ts'
import { members } from './member.ts'

/** A note is addressed as `{group}_{note}` (workplace-graph-api.md 5.8), as its list says it. */
const outerId = (row: Pick<Doc, 'id' | 'group_id'>): string => postId(row.group_id, row.id)

export const docs = node<Doc>({
  name: 'Note',
  idOf: outerId,
  load: (call, ids) =>
    call.caller.holds('read_content') ? docsById(call.caller.bot, ids.map(lastId)) : Promise.resolve([]),
  reach: async (call, ids) => new Set((await reachedDocs(call.caller.bot, ids.map(lastId))).map(outerId)),
  defaults: ['created_time', 'from', 'message', 'subject', 'updated_time', 'id'],
  fields: {
    id: outerId,
    subject: row => row.title,
    message: row => row.body,
    created_time: row => instant(row.made_at),
    updated_time: row => instant(row.changed_at),
    revision: () => 1,
    link: row => groupLink(row.group_id),
    can_edit: () => false,
    can_delete: (_, call) => call.caller.could('manage_content'),
  },
  links: {
    from: { to: members, id: row => row.author_id, fields: ['name', 'id'] },
  },
  remove: async (call, id) => {
    await deleteDoc(call.caller.bot, lastId(id))
    call.caller.holds('manage_content')
    return { success: true }
  },
})

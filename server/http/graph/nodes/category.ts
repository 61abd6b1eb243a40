import { type Category, categoriesById } from '../../../domain/knowledge/categories.sql.ts'
import { deleteCategory } from '../../../domain/knowledge/change-category.ts'
import { instant, said } from '../formats.ts'
import { type GraphCall, node } from '../node.ts'
import { updateCategory } from '../writes/library.ts'
import { members } from './member.ts'

const mayRead = (call: GraphCall): boolean => call.caller.holds('read_library', 'manage_library')

/** All of its members, whichever were given. Without one a root is for everyone, and what is below asks its parent. */
const audience = ({ audience: given, parent_id }: Category): Record<string, unknown> => ({
  audience_type: given?.audience_type ?? (parent_id === null ? 'EVERYONE' : 'INHERIT'),
  groups: given?.groups ?? [],
  static_users: given?.static_users ?? [],
  profile_set_conditions: given?.profile_set_conditions ?? [],
})

export const categories = node<Category>({
  name: 'KnowledgeLibraryCategory',
  idOf: row => row.id,
  load: (call, ids) => (mayRead(call) ? categoriesById(call.caller.bot, ids) : Promise.resolve([])),
  defaults: ['title', 'id'],
  fields: {
    id: row => row.id,
    title: row => row.title,
    content: row => said(row.content),
    json_content: row => row.json_content,
    status: row => row.status,
    last_updated: row => instant(row.changed_at),
    read_audience: audience,
    color: row => row.color,
    icon: row => row.icon,
    parent_id: row => row.parent_id ?? '',
    order_index: row => row.order_index,
  },
  links: {
    last_editor: { to: members, id: row => row.changed_by, fields: ['name', 'id'] },
  },
  update: updateCategory,
  remove: async (call, id) => {
    await deleteCategory(call.caller.bot, id)
    call.caller.holds('manage_library')
    return { success: true }
  },
})

import { deleteQuickLink, type QuickLink, quickLinksById } from '../../../domain/knowledge/quick-links.ts'
import { node } from '../node.ts'
import { updateQuickLink } from '../writes/library.ts'

export const quickLinks = node<QuickLink>({
  name: 'KnowledgeQuickLink',
  idOf: row => row.id,
  load: (call, ids) =>
    call.caller.holds('read_library', 'manage_library') ? quickLinksById(call.caller.bot, ids) : Promise.resolve([]),
  defaults: ['title', 'link', 'id'],
  fields: { id: row => row.id, title: row => row.title, link: row => row.link },
  update: updateQuickLink,
  remove: async (call, id) => {
    await deleteQuickLink(call.caller.bot, id)
    call.caller.holds('manage_library')
    return { success: true }
  },
})

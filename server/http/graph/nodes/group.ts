import { type GroupDetails, groupDetails, groupsReached } from '../../../domain/groups/group-pages.sql.ts'
import { instant, said } from '../formats.ts'
import { node } from '../node.ts'
import { updateGroup } from '../writes/groups.ts'
import { members } from './member.ts'

export const groups = node<GroupDetails>({
  name: 'Group',
  idOf: row => row.id,
  load: (call, ids) => groupDetails(call.caller.bot, ids),
  reach: (call, ids) => groupsReached(call.caller.bot, ids),
  defaults: ['name', 'privacy', 'id'],
  fields: {
    id: row => row.id,
    name: row => row.name,
    description: row => said(row.description),
    privacy: row => row.privacy.toUpperCase(),
    purpose: row => row.purpose,
    post_permissions: row => row.post_permissions,
    post_requires_admin_approval: row => row.posts_need_approval,
    join_setting: row => row.join_setting,
    sorting_setting: () => 'CHRONOLOGICAL',
    archived: row => row.archived,
    is_workplace_default: () => false,
    is_community: () => false,
    cover: row => (row.cover_url === null ? undefined : { source: row.cover_url, offset_x: 0, offset_y: 0 }),
    updated_time: row => instant(row.updated_at),
  },
  update: updateGroup,
  links: {
    owner: { to: members, id: row => row.created_by, fields: ['name', 'id'] },
  },
})

/** The community of the token: in Graph a group too, the one all others stand in. */

import { permissions } from '../../../../contract/permissions.ts'
import { type CommunityRow, communitiesById } from '../../../domain/community/communities.sql.ts'
import { instant } from '../formats.ts'
import { type GraphCall, node } from '../node.ts'

/** The install as apps read it: its number, what it may do, where. */
const install = (call: GraphCall): Record<string, unknown> => ({
  id: call.caller.bot.installationId,
  permissions: permissions
    .filter(one => one.graph !== null && call.caller.granted.includes(one.id))
    .map(one => one.graph?.toUpperCase()),
  install_type: call.caller.everyone ? 'ALL_GROUPS' : 'SPECIFIC_GROUPS',
})

export const communities = node<CommunityRow>({
  name: 'Group',
  idOf: row => row.id,
  load: async (call, ids) =>
    ids.includes(call.caller.bot.communityId) ? communitiesById([call.caller.bot.communityId]) : [],
  defaults: ['name', 'privacy', 'id'],
  fields: {
    id: row => row.id,
    name: row => row.name,
    privacy: () => 'CLOSED',
    is_community: () => true,
    install: (_, call) => install(call),
    updated_time: row => instant(row.created_at),
  },
})

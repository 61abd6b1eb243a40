import type { Me } from '../../../contract/api/session.ts'
import { languageOf } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import { meOf, seatsOf } from './identity.sql.ts'

/** Everything the screens need to know of who is signed in. */
export async function me(actor: Person): Promise<Me> {
  const [row, seats] = await Promise.all([meOf(actor.communityId, actor.memberId), seatsOf(actor.accountId)])
  return {
    memberId: actor.memberId,
    name: row.name,
    email: row.email,
    title: row.title,
    department: row.department,
    picture: row.picture,
    language: languageOf(row.language),
    timeZone: row.time_zone,
    role: row.role,
    community: { id: actor.communityId, name: row.community_name, language: languageOf(row.community_language) },
    seats: seats.map(seat => ({ communityId: seat.community_id, name: seat.name })),
    unread: row.unread,
    may: {
      managePeople: mayInCommunity(actor, 'people.manage'),
      manageIntegrations: mayInCommunity(actor, 'integrations.manage'),
      createGroups: mayInCommunity(actor, 'groups.create'),
      moderate: mayInCommunity(actor, 'reports.settle'),
      keepBadges: mayInCommunity(actor, 'people.govern'),
    },
  }
}

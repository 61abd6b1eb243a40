import type { Known } from '../../../connectors/connector.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Person } from '../access/actor.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { learn } from './known-things.ts'

/** Something was begun here for a group: the group knows it from now on, and its card keeps up. `postId` where it is posted already. */
export async function begun(
  actor: Person,
  row: InstallationRow,
  groupId: string,
  url: string,
  { item, values }: Known,
  postId?: string,
): Promise<void> {
  await learn({ communityId: actor.communityId, installationId: row.id, groupId, item }, values, postId)
  await enqueue({
    communityId: actor.communityId,
    kind: 'follow-begun',
    payload: { groupId, url, memberId: actor.memberId },
    installationId: row.id,
  })
}

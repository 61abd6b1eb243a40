import type { Owner } from '../../../contract/api/program.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import type { Person } from '../access/actor.ts'
import { groupsSeen } from './installations.sql.ts'

type Reader = Pick<Person, 'communityId' | 'memberId'>
type Owned = { readonly owner_role: string | null; readonly owner_group_id: string | null }

/** Who answers for it, as this reader may know it; null where nobody is named. */
export async function presentOwner(reader: Reader, { owner_role, owner_group_id }: Owned): Promise<Owner | null> {
  if (!owner_group_id) return owner_role ? { kind: 'role', role: owner_role as CommunityRole } : null
  const [seen] = await groupsSeen(reader, [owner_group_id])
  return seen ? { kind: 'group', groupId: seen.id, name: seen.name } : { kind: 'hidden' }
}

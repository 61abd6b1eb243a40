import { run, sql } from '../server/platform/db.ts'
import type { CastGroupName, CastName } from './cast.ts'
import type { SeededCast } from './seed.ts'

/** What people said before the newcomer came, oldest first. */
const said: readonly { by: CastName; in: CastGroupName; text: string; hoursAgo: number }[] = [
  {
    by: 'ana',
    in: 'everyone',
    hoursAgo: 50,
    text: 'Welcome to our new home. **Groups** are on the left; what is new in yours comes together here.',
  },
  {
    by: 'bruno',
    in: 'workshop',
    hoursAgo: 27,
    text: 'The new truing stand is up. Whoever uses it first, say how it feels.',
  },
  {
    by: 'noor',
    in: 'operations',
    hoursAgo: 6,
    text: 'Frames for Nantes left Genoa this morning:\n\n- 40 in size M\n- 20 in size L\n\nThe rest follows on Thursday.',
  },
  { by: 'lucie', in: 'operations', hoursAgo: 4, text: 'Merci ! Les clients de Nantes seront prévenus aujourd’hui.' },
]

/** For the try-out only: an empty company tells a newcomer nothing. */
export async function seedPosts({ communityId, people, groups }: SeededCast): Promise<void> {
  for (const post of said) {
    await run(sql`
      insert into posts (community_id, group_id, author_id, text, created_at)
      values (${communityId}, ${groups[post.in]}, ${people[post.by].memberId}, ${post.text}, now() - make_interval(hours => ${post.hoursAgo}))`)
  }
}

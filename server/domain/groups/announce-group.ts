import type { Actor } from '../access/actor.ts'
import { announce } from '../events/announce.ts'

/** Whoever looks at the group looks again. `wasSecret`: whoever could see it before hears of the change that hides it. */
export const announceGroup = (
  actor: Pick<Actor, 'communityId' | 'memberId'>,
  groupId: string,
  verb: 'created' | 'changed' = 'changed',
  data: { wasSecret?: boolean } = {},
): Promise<void> =>
  announce({
    communityId: actor.communityId,
    topic: 'group',
    field: 'groups',
    verb,
    subjectId: groupId,
    groupId,
    actorId: actor.memberId,
    data,
  })

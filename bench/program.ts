import type { Person } from '../server/domain/access/actor.ts'
import { issueToken } from '../server/domain/integrations/access-tokens.ts'
import { createCustomIntegration } from '../server/domain/integrations/create-custom.ts'
import { installationOf } from '../server/domain/integrations/installations.sql.ts'
import { createPost } from '../server/domain/posts/create-post.ts'
import { masterKeyFrom, setMasterKeys } from '../server/platform/secrets.ts'
import type { Rig } from './rig.ts'

/** A program of all groups, and fifty posts for it to read. */
export async function program(rig: Rig): Promise<{ token: string; postId: string }> {
  setMasterKeys([masterKeyFrom(Buffer.alloc(32, 7))])
  const { communityId, people, groups } = rig.cast
  const actor: Person = {
    kind: 'person',
    communityId,
    sessionId: '0',
    role: 'system_administrator',
    language: 'en',
    ...people.ana,
  }
  const permissions = ['read_content', 'manage_content', 'read_members']
  const { id } = await createCustomIntegration(actor, {
    name: 'Bench',
    description: '',
    permissions,
    scope: { everyone: true },
  })
  const installation = await installationOf(communityId, id)
  if (!installation) throw new Error('the program is not there though it was just made')
  const text = 'The frames for Nantes left this morning; 40 more follow on Thursday, says the carrier.'
  let postId = ''
  for (let n = 0; n < 50; n++) postId = (await createPost(actor, { groupId: groups.operations, text })).id
  return { token: await issueToken({ communityId, installationId: installation.id }, actor.memberId), postId }
}

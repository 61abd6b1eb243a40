import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { deleteSession, deleteSessionsOf } from './identity.sql.ts'

/** Signs out here. */
export async function signOut(actor: Person): Promise<void> {
  await transaction(async () => {
    await tell(await deleteSession(actor.sessionId))
    const { communityId, memberId } = actor
    await record({
      communityId,
      actorId: memberId,
      action: 'session.ended',
      subject: 'person',
      subjectId: memberId,
      ...cameFrom(actor),
    })
  })
}

/** Signs an account out everywhere, or everywhere but in one session. The event closes open streams on every process. */
export async function endSessions(
  accountId: string,
  { except = null }: { except?: string | null } = {},
): Promise<void> {
  await transaction(async () => tell(await deleteSessionsOf(accountId, except)))
}

async function tell(ended: readonly { id: string; community_id: string }[]): Promise<void> {
  if (ended.length === 0) return
  await announce(
    ...ended.map(
      session =>
        ({
          communityId: session.community_id,
          topic: 'session',
          field: 'sessions',
          verb: 'deleted',
          subjectId: session.id,
        }) as const,
    ),
  )
}

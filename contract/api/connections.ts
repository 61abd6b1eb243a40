import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'

/** Accounts at the service that this community uses: the installation's own first, then members'. Tokens never leave the server. */
export const ConnectionRow = Type.Object({
  id: Id,
  /** null: the installation's own. */
  member: nullable(MemberRef),
  /** What the installation's own account is called at the service; members' are theirs to know. */
  label: nullable(Type.String()),
  state: Type.Union([Type.Literal('working'), Type.Literal('broken')]),
  /** The person's seat is taken away for now: the account is kept and not used. */
  away: Type.Boolean(),
  problem: nullable(Type.String()),
  linkedAt: Instant,
  refreshedAt: nullable(Instant),
  expiresAt: nullable(Instant),
})
export type ConnectionRow = Static<typeof ConnectionRow>
export const listConnections = route('GET', '/integrations/:integrationKey/connections', {
  query: Type.Object(Paging),
  answer: Type.Object({
    ...page(ConnectionRow).properties,
    /** What was refused at the webhook's address in the last 24 hours, by reason. */
    refused: Type.Array(
      Type.Object({
        reason: Type.Enum(['proof', 'too_large', 'stray']),
        count: Type.Integer(),
        lastAt: Instant,
      }),
    ),
    /** Where the service says little by itself: how far it was read. null where it tells everything. */
    catchUp: nullable(Type.Object({ caughtAt: nullable(Instant), problem: nullable(Type.String()), nextAt: Instant })),
  }),
})
/** Gives back at the service what somebody granted who is deactivated here, and forgets it. Others' accounts are theirs to take away. */
export const endConnection = route('DELETE', '/integrations/:integrationKey/connections/:accountId', { answer: Done })

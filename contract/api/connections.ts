import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'

/** Accounts at the service that this community uses: the installation's own first, then members'. Tokens never leave the server. */
export const ConnectionRow = Type.Object({
  id: Id,
  /** null: the installation's own. */
  member: nullable(MemberRef),
  /** What the installation's own account is called at the service; members' are theirs to know. */
  label: nullable(Type.String()),
  state: Type.Union([Type.Literal('working'), Type.Literal('broken')]),
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
    /** Where the service says little by itself: how far it was read. null where it tells everything. */
    catchUp: nullable(Type.Object({ caughtAt: nullable(Instant), problem: nullable(Type.String()), nextAt: Instant })),
  }),
})

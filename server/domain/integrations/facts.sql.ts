import type { MemberRef } from '../../../contract/api/basics.ts'
import type { GroupRef } from '../../../contract/api/integrations.ts'
import type { Owner } from '../../../contract/api/program.ts'
import { maybe, one, rows, type Sql, sql } from '../../platform/db.ts'
import { memberNamed } from '../community/member-ref.sql.ts'
import { groupsSeen, type InstallationRow } from './installations.sql.ts'
import { presentOwner } from './present-owner.ts'

export interface InstallationFacts {
  readonly groups: GroupRef[]
  /** How many more there are, which the reader does not see. */
  readonly hiddenGroups: number
  readonly enabledBy: MemberRef
  readonly grantedBy: MemberRef
  /** Who was named to answer for it. */
  readonly owner: Owner | null
  readonly label: string | null
  readonly since: Date | null
  readonly lastEventAt: Date | null
  readonly linkedCount: number
  readonly subscriptions: { id: string; state: string; problem: string | null; expires_at: Date | null }[]
  /** The reader's own account at the service. */
  readonly account: { linked: boolean; label: string | null; broken: boolean }
}

/** What an installation's page says beside its own row. */
export async function installationFacts(
  communityId: string,
  row: InstallationRow,
  readerId: string,
): Promise<InstallationFacts> {
  const [groups, people, own, account, counts, subscriptions] = await Promise.all([
    groupsSeen({ communityId, memberId: readerId }, row.group_ids),
    one<{ enabled: MemberRef; granted: MemberRef }>(
      sql`select ${memberNamed(communityId, row.enabled_by)} as enabled, ${memberNamed(communityId, row.granted_by)} as granted`,
    ),
    accountOf(communityId, row.id, row.bot_id),
    accountOf(communityId, row.id, readerId),
    one<{ linked: number; last_event: Date | null }>(sql`
      select (select count(*)::int from linked_accounts where community_id = ${communityId} and installation_id = ${row.id} and member_id <> ${row.bot_id}) as linked,
        (select max(received_at) from inbound_events where community_id = ${communityId} and installation_id = ${row.id}) as last_event`),
    rows<InstallationFacts['subscriptions'][number]>(sql`
      select id, state, problem, expires_at from subscriptions where community_id = ${communityId} and installation_id = ${row.id} order by id`),
  ])
  return {
    groups,
    owner: await presentOwner({ communityId, memberId: readerId }, row),
    hiddenGroups: row.group_ids.length - groups.length,
    enabledBy: people.enabled,
    grantedBy: people.granted,
    label: own?.label ?? null,
    since: own?.linked_at ?? null,
    lastEventAt: counts.last_event,
    linkedCount: counts.linked,
    subscriptions,
    account: { linked: account !== undefined, label: account?.label ?? null, broken: account?.state === 'broken' },
  }
}

const accountOf = (communityId: string, installationId: string, memberId: string) =>
  maybe<{ label: string; linked_at: Date; state: string }>(sql`
    select label, linked_at, state from linked_accounts
    where community_id = ${communityId} and installation_id = ${installationId} and member_id = ${memberId}`)

export interface Wanted {
  readonly people: number
  readonly mine: boolean
}

/** Requests `q` of a community that wait, each with who of its members, `m`, supports it still. */
export const waiting = (communityId: string): Sql => sql`integration_requests q
  join request_supporters s on s.community_id = q.community_id and s.request_id = q.id and s.settled_at is null
  join members m on m.community_id = s.community_id and m.id = s.member_id and m.active
  where q.community_id = ${communityId} and q.state in ('open', 'approving')`

/** How many people wait for each of these integrations, and whether the reader is among them. */
export async function wantedBy(
  communityId: string,
  readerId: string,
  integrationIds: readonly string[],
): Promise<Map<string, Wanted>> {
  const found = await rows<Wanted & { integration_id: string }>(sql`
    select q.integration_id, count(*)::int as people, bool_or(s.member_id = ${readerId}) as mine from ${waiting(communityId)}
      and q.integration_id = any(${integrationIds}::text[]) group by q.integration_id`)
  return new Map(found.map(row => [row.integration_id, row]))
}

/** How many subscriptions of each of these installations have failed. */
export async function failedSubscriptions(communityId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ installation_id: string; failed: number }>(sql`
    select installation_id, count(*)::int as failed from subscriptions
    where community_id = ${communityId} and installation_id = any(${ids}::bigint[]) and state = 'failed' group by installation_id`)
  return new Map(found.map(row => [row.installation_id, row.failed]))
}

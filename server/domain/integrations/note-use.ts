import type { PermissionId } from '../../../contract/permissions.ts'
import { nowDate } from '../../platform/clock.ts'
import { run, sql } from '../../platform/db.ts'
import { gathered } from '../../platform/gathered.ts'

/** Where a permission was needed, and did what it is for. */
export interface Use {
  readonly communityId: string
  readonly installationId: string
}

interface Counted extends Use {
  readonly permission: PermissionId
  readonly day: string
  readonly uses: number
  readonly at: Date
}

/** What somebody looks at is as of a moment ago, and nothing that is done pays for being counted. */
const uses = gathered<Counted>({
  afterMs: 400,
  sum: {
    keyOf: one => `${one.communityId} ${one.installationId} ${one.permission} ${one.day}`,
    of: (earlier, later) => ({ ...later, uses: earlier.uses + later.uses }),
  },
  write,
})

/**
 * Counts a use that was no call of a program: a card that was shown, a notice, an action for a member. What nobody uses is shown to administrators as
 * such, and can be trimmed away.
 */
export function noteUse({ communityId, installationId }: Use, permission: PermissionId): void {
  const at = nowDate()
  uses.add({ communityId, installationId, permission, day: at.toISOString().slice(0, 10), uses: 1, at })
}

export const flushUses = uses.flush

/** In one order for everybody, so that two processes never wait for each other. */
async function write(batch: readonly Counted[]): Promise<void> {
  const input = batch.map(one => ({
    community_id: one.communityId,
    installation_id: one.installationId,
    permission: one.permission,
    day: one.day,
    uses: one.uses,
    at: one.at.toISOString(),
  }))
  await run(sql`
    with input as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as u(community_id bigint, installation_id bigint, permission text, day date, uses int, at timestamptz)
    ), counted as (
      insert into permission_days (community_id, installation_id, permission, day, uses)
      select community_id, installation_id, permission, day, uses from input order by 1, 2, 4, 3
      on conflict (community_id, installation_id, day, permission) do update set uses = permission_days.uses + excluded.uses
    )
    insert into permission_uses (community_id, installation_id, permission, used_at)
    select community_id, installation_id, permission, max(at) from input group by 1, 2, 3 order by 1, 2, 3
    on conflict (community_id, installation_id, permission) do update set used_at = greatest(permission_uses.used_at, excluded.used_at)`)
}

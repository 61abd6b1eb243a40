/** When an integration, or one of its permissions, ends by itself. `permission` is '' for the integration as a whole. */
import { rows, run, sql } from '../../platform/db.ts'

export interface End {
  permission: string
  ends_at: Date
}

export const endsOf = (communityId: string, installationId: string): Promise<End[]> =>
  rows<End>(sql`
    select permission, ends_at from grant_ends
    where community_id = ${communityId} and installation_id = ${installationId} order by permission`)

/** Sets it, or with null takes it away; whoever was told of another end hears of this one. */
export async function setEnd(
  of: { communityId: string; installationId: string; setBy: string },
  permissions: readonly string[],
  endsAt: Date | null,
): Promise<void> {
  const its = sql`community_id = ${of.communityId} and installation_id = ${of.installationId} and permission = any(${permissions}::text[])`
  await run(sql`delete from grant_ends where ${its}`)
  if (endsAt)
    await run(sql`
      insert into grant_ends (community_id, installation_id, permission, ends_at, set_by)
      select ${of.communityId}, ${of.installationId}, p, ${endsAt}, ${of.setBy} from unnest(${permissions}::text[]) as p`)
}

export interface DueEnd extends End {
  community_id: string
  installation_id: string
  integration_id: string
  name: string | null
}

/** Ends that have come, and those that come until `until` and nobody was told of; of what runs. */
export const dueEnds = (now: Date, until: Date): Promise<(DueEnd & { over: boolean })[]> =>
  rows(sql`
    select e.community_id, e.installation_id, e.permission, e.ends_at, i.integration_id, c.name, e.ends_at <= ${now} as over
    from grant_ends e
    join installations i on i.community_id = e.community_id and i.id = e.installation_id and i.state = 'enabled'
    left join custom_integrations c on c.community_id = i.community_id and c.id = substring(i.integration_id from '^[0-9]{1,18}$')::bigint
    where e.ends_at <= ${until} and (e.ends_at <= ${now} or e.told_at is null)
    order by e.community_id, e.installation_id, e.permission limit 500`)

export const setTold = (end: DueEnd, at: Date): Promise<number> =>
  run(sql`
    update grant_ends set told_at = ${at}
    where community_id = ${end.community_id} and installation_id = ${end.installation_id} and permission = ${end.permission}
      and ends_at = ${end.ends_at} and told_at is null`)

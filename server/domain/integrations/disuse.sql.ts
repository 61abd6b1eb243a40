import { maybe, rows, run, sql } from '../../platform/db.ts'

/** What is known of the use of a custom integration that runs. */
export interface Use {
  community_id: string
  installation_id: string
  integration_id: string
  name: string
  /** The last day of a call that was answered, or when it was enabled, whichever is later. */
  used_at: Date
  warned_at: Date | null
}

/** Those that nobody has called since. A day of calls counts to its end. */
export const unusedSince = (before: Date): Promise<Use[]> =>
  rows<Use>(sql`
    select u.* from (
      select i.community_id, i.id as installation_id, i.integration_id, c.name,
        greatest(i.enabled_at, i.changed_at, (
          select max(d.day) + 1 from api_days d where d.community_id = i.community_id and d.installation_id = i.id and d.calls > d.errors)) as used_at,
        (select w.warned_at from disuse w where w.community_id = i.community_id and w.installation_id = i.id and w.permission = '') as warned_at
      from installations i
      join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id
      where i.state = 'enabled') as u
    where u.used_at < ${before} order by u.community_id, u.installation_id`)

export interface PermissionUse extends Use {
  permission: string
}

/**
 * Permissions that were not used since: nor since they were granted, which is when the first of the grants in a row that hold it was made, nor
 * since it was last enabled.
 */
export const permissionsUnusedSince = (before: Date): Promise<PermissionUse[]> =>
  rows<PermissionUse>(sql`
    select u.* from (
      select i.community_id, i.id as installation_id, i.integration_id, c.name, p.permission,
        greatest(i.enabled_at, i.changed_at, x.used_at, (
          select min(g.granted_at) from grants g
          where g.community_id = r.community_id and g.installation_id = r.installation_id and p.permission = any(g.permissions)
            and g.id > coalesce((select max(o.id) from grants o where o.community_id = r.community_id
              and o.installation_id = r.installation_id and not p.permission = any(o.permissions)), 0))) as used_at,
        w.warned_at
      from installations i
      join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id
      join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
      cross join lateral unnest(r.permissions) as p(permission)
      left join permission_uses x on x.community_id = i.community_id and x.installation_id = i.id and x.permission = p.permission
      left join disuse w on w.community_id = i.community_id and w.installation_id = i.id and w.permission = p.permission
      where i.state = 'enabled') as u
    where u.used_at < ${before} order by u.community_id, u.installation_id, u.permission`)

/** Does it listen by a webhook? What is called and does not call is in use. The table is that of domain/webhooks, which stands behind this room. */
export const listensByWebhook = async (communityId: string, installationId: string): Promise<boolean> =>
  (await maybe(sql`
    select from webhook_subscriptions
    where community_id = ${communityId} and installation_id = ${installationId} and state = 'active' limit 1`)) !==
  undefined

/** `permission` is '' for the integration as a whole. */
export const setWarned = (use: Use, permissions: readonly string[], at: Date): Promise<number> =>
  run(sql`
    insert into disuse (community_id, installation_id, permission, warned_at)
    select ${use.community_id}, ${use.installation_id}, p, ${at} from unnest(${permissions}::text[]) as p
    on conflict (community_id, installation_id, permission) do update set warned_at = excluded.warned_at`)

export const setEnded = (use: Use, permissions: readonly string[], at: Date): Promise<number> =>
  run(sql`
    insert into disuse (community_id, installation_id, permission, ended_at)
    select ${use.community_id}, ${use.installation_id}, p, ${at} from unnest(${permissions}::text[]) as p
    on conflict (community_id, installation_id, permission) do update set ended_at = excluded.ended_at`)

/** Permissions that were taken away and that nobody has given back, or decided about, since. */
export const withdrawnOf = (communityId: string, installationId: string): Promise<{ permission: string; at: Date }[]> =>
  rows(sql`
    select permission, ended_at as at from disuse
    where community_id = ${communityId} and installation_id = ${installationId} and permission <> '' and ended_at is not null
    order by permission`)

/** They are granted again. */
export const forgetDisuse = (
  communityId: string,
  installationId: string,
  permissions: readonly string[],
): Promise<number> =>
  run(sql`
    delete from disuse where community_id = ${communityId} and installation_id = ${installationId} and permission = any(${permissions}::text[])`)

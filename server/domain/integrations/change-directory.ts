import { one, run, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { changeCustom } from './change-custom.ts'
import type { InstallationRow } from './installations.sql.ts'

/** Are people whose accounts a program makes invited at once, or when it says so? */
export const changeDirectory = (
  actor: Person,
  integrationId: string,
  invitesAtOnce: boolean,
): Promise<InstallationRow> =>
  changeCustom(actor, integrationId, 'integration.directory_changed', async () => {
    const before = await one<{ invitesAtOnce: boolean }>(
      sql`select invites_at_once as "invitesAtOnce" from apps where id = ${integrationId} for update`,
    )
    await run(sql`update apps set invites_at_once = ${invitesAtOnce} where id = ${integrationId}`)
    return { before: { ...before }, after: { invitesAtOnce } }
  })

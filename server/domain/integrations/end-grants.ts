import { rows, sql, transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { administratorsOf } from '../community/administrators.ts'
import { notify } from '../notifications/notify.ts'
import { announceInstallation } from './enable-integration.ts'
import { type InstallationRow, lockInstallation, replaceGrant } from './installations.sql.ts'
import { listingOf } from './listings.ts'

/**
 * What had an end and is over is taken out of the grant, so that pages and counts say what has held since that instant anyway (access/reaches.ts), and
 * those who decide hear of it.
 */
export async function endGrants(): Promise<void> {
  for (const { community_id, installation_id } of await ended())
    await transaction(async () => {
      const row = await lockInstallation(community_id, installation_id)
      if (row) await end(row)
    })
}

const ended = () =>
  rows<{ community_id: string; installation_id: string }>(sql`
    select r.community_id, r.installation_id from grants r where r.superseded_at is null and r.ends_at <= now()
    union
    select r.community_id, r.installation_id from grant_groups x
    join grants r on r.community_id = x.community_id and r.id = x.grant_id and r.superseded_at is null
    where x.ends_at <= now() limit 100`)

async function end(row: InstallationRow): Promise<void> {
  const now = Date.now()
  const whole = row.everyone && row.ends_at !== null && row.ends_at.getTime() <= now
  const over = row.group_ids.filter(id => Date.parse(row.group_ends[id] ?? '') <= now)
  if (!whole && over.length === 0) return
  await replaceGrant({
    communityId: row.community_id,
    installationId: row.id,
    permissions: row.permissions,
    everyone: row.everyone && !whole,
    groupIds: row.group_ids.filter(id => !over.includes(id)),
    grantedBy: row.bot_id,
  })
  await announceInstallation({ communityId: row.community_id }, row.id)
  await record({
    communityId: row.community_id,
    action: 'integration.grant_ended',
    subject: 'integration',
    subjectId: row.id,
    before: { everyone: row.everyone, groupIds: row.group_ids },
    after: { everyone: row.everyone && !whole, groupIds: row.group_ids.filter(id => !over.includes(id)) },
  })
  const name = (await listingOf(row.community_id, row.integration_id)).name('en')
  await notify(
    { communityId: row.community_id },
    {
      kind: 'integration_grant_ended',
      memberIds: await administratorsOf(row.community_id),
      values: { name, integrationId: row.integration_id, count: whole ? 0 : over.length },
    },
  )
}

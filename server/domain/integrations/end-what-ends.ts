import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { nowDate } from '../../platform/clock.ts'
import { transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { administratorsOf } from '../community/administrators.ts'
import { notify } from '../notifications/notify.ts'
import { findListed, sayOf } from './catalog.ts'
import { switchOff } from './disable-integration.ts'
import { announceInstallation } from './enable-integration.ts'
import { type DueEnd, dueEnds, endsOf, setEnd, setTold } from './ends.sql.ts'
import { type InstallationRow, lockInstallation, replaceGrant } from './installations.sql.ts'

/** Days before the end in which administrators hear of it. */
const notice = 7

/** Ends what has an end, and tells of it before: on any process, every few seconds. An administrator can put the end off, or enable it again. */
export async function endWhatEnds(): Promise<void> {
  const now = nowDate()
  const due = await dueEnds(now, new Date(now.getTime() + notice * 86_400_000))
  const installations = new Set(due.map(end => end.installation_id))
  for (const id of installations)
    await settle(
      due.filter(end => end.installation_id === id),
      now,
    )
}

/** Two processes take turns at the row, and whoever put the end off meanwhile has done so. */
async function settle(due: readonly (DueEnd & { over: boolean })[], now: Date): Promise<void> {
  const [first] = due
  if (!first) return
  await transaction(async () => {
    const row = await lockInstallation(first.community_id, first.installation_id)
    if (row?.state !== 'enabled') return
    const standing = await endsOf(first.community_id, first.installation_id)
    const still = due.filter(end =>
      standing.some(one => one.permission === end.permission && one.ends_at.getTime() === end.ends_at.getTime()),
    )
    const over = still.filter(end => end.over)
    if (over.some(end => end.permission === '')) return endWhole(first, row)
    if (over.length > 0) await endPermissions(over, row)
    const coming: DueEnd[] = []
    for (const end of still) if (!end.over && (await setTold(end, now)) > 0) coming.push(end)
    const whole = coming.find(end => end.permission === '')
    const [part, ...parts] = coming.filter(end => end.permission !== '')
    if (whole) await tell(whole, 'integration_ends', {})
    if (part) await tell(part, 'permissions_end', { count: 1 + parts.length })
  })
}

/** Its end is behind it: who enables it again does so without one. */
async function endWhole(end: DueEnd, row: InstallationRow): Promise<void> {
  const ends = await endsOf(row.community_id, row.id)
  await switchOff({ communityId: row.community_id }, row, 'disabled', 'ended')
  await setEnd(
    byServer(row),
    ends.map(one => one.permission),
    null,
  )
  await record({ ...about(row), action: 'integration.ended', before: { endsAt: end.ends_at.toISOString() } })
  await tell(end, 'integration_ended', {})
}

async function endPermissions(over: readonly DueEnd[], row: InstallationRow): Promise<void> {
  const gone = over.map(end => end.permission)
  const left = row.permissions.filter(id => !gone.includes(id))
  await replaceGrant({
    communityId: row.community_id,
    installationId: row.id,
    permissions: left,
    everyone: row.everyone,
    groupIds: row.group_ids,
    grantedBy: row.bot_id,
  })
  await setEnd(byServer(row), gone, null)
  await announceInstallation({ communityId: row.community_id }, row.id)
  const change = { before: { permissions: row.permissions }, after: { permissions: left } }
  await record({ ...about(row), action: 'integration.permissions_ended', ...change })
  const [first] = over
  if (first) await tell(first, 'permissions_ended', { count: gone.length })
}

const byServer = (row: InstallationRow) => ({
  communityId: row.community_id,
  installationId: row.id,
  setBy: row.bot_id,
})
const about = (row: InstallationRow) => ({ communityId: row.community_id, subject: 'integration', subjectId: row.id })

async function tell(end: DueEnd, kind: NotificationKind, values: Record<string, string | number>): Promise<void> {
  const listed = findListed(end.integration_id)
  const name = end.name ?? (listed ? sayOf(listed, 'en', 'name') : end.integration_id)
  const days = Math.max(1, Math.round((end.ends_at.getTime() - nowDate().getTime()) / 86_400_000))
  await notify(
    { communityId: end.community_id },
    {
      kind,
      memberIds: await administratorsOf(end.community_id),
      subjectId: end.installation_id,
      values: { integrationId: end.integration_id, name, days, ...values },
    },
  )
}

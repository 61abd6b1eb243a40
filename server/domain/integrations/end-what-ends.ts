import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { nowDate } from '../../platform/clock.ts'
import { transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { administratorsOf } from '../community/administrators.ts'
import { notify } from '../notifications/notify.ts'
import { findListed, sayOf } from './catalog.ts'
import { customById } from './custom.sql.ts'
import { switchOff } from './disable-integration.ts'
import { announceInstallation } from './enable-integration.ts'
import { type DueEnd, dueEnds, setEnd, setTold, stillStanding } from './ends.sql.ts'
import { dropRemoval } from './group-removals.sql.ts'
import { type InstallationRow, lockInstallation, replaceGrant } from './installations.sql.ts'

/** Days before the end in which administrators hear of it. */
const notice = 7

/**
 * Ends what has an end, and tells of it before: on any process, every few seconds. What is over reaches nothing since that instant anyway
 * (access/reaches.ts); this takes it out of the grant, so that pages say so too. An administrator can put the end off, or enable it again.
 */
export async function endWhatEnds(): Promise<void> {
  const now = nowDate()
  const due = await dueEnds(now, new Date(now.getTime() + notice * 86_400_000))
  for (const id of new Set(due.map(end => end.installation_id)))
    await settle(
      due.filter(end => end.installation_id === id),
      now,
    )
}

/** Two processes take turns at the row, and whoever put the end off meanwhile has done so. */
async function settle(due: readonly DueEnd[], now: Date): Promise<void> {
  const [first] = due
  if (!first) return
  await transaction(async () => {
    const row = await lockInstallation(first.community_id, first.installation_id)
    if (!row || row.state === 'removed') return
    const still = await stillStanding({ communityId: row.community_id, installationId: row.id }, due)
    const over = still.filter(end => end.over)
    if (over.length > 0 && (await end(row, over)) === 'whole') return
    if (row.state === 'enabled')
      await tellBefore(
        row,
        still.filter(end => !end.over),
        now,
      )
  })
}

/** Where nothing is left that it reaches, it is over as a whole: it is switched off and keeps its last groups, to be enabled again with. */
async function end(row: InstallationRow, over: readonly DueEnd[]): Promise<'whole' | 'part'> {
  const gone = (kind: DueEnd['kind']): string[] => over.filter(end => end.kind === kind).map(end => end.id)
  const everyone = row.everyone && gone('everyone').length === 0
  const groupIds = row.group_ids.filter(id => !gone('group').includes(id))
  const lost = row.permissions.filter(id => gone('permission').includes(id))
  const had = row.everyone || row.group_ids.length > 0
  if (gone('whole').length > 0 || (had && !everyone && groupIds.length === 0)) {
    await endWhole(row, over)
    return 'whole'
  }
  // Its time there is over, so nobody need put it back.
  if (!everyone)
    for (const id of gone('group')) if (!row.group_ids.includes(id)) await dropRemoval(row.community_id, row.id, id)
  await setEnd({ ...ofRow(row), setBy: row.bot_id }, over, null)
  const left = row.group_ids.length - groupIds.length
  const regrouped = everyone !== row.everyone || left > 0
  if (!regrouped && lost.length === 0) return 'part'
  const permissions = row.permissions.filter(id => !lost.includes(id))
  await replaceGrant({ ...ofRow(row), permissions, everyone, groupIds, grantedBy: row.bot_id })
  await announceInstallation({ communityId: row.community_id }, row.id)
  if (lost.length > 0) await endPermissions(row, permissions, lost.length)
  if (regrouped) await endGroups(row, everyone, groupIds, left)
  return 'part'
}

/** Its end is behind it: who enables it again does so without one. */
async function endWhole(row: InstallationRow, over: readonly DueEnd[]): Promise<void> {
  await setEnd({ ...ofRow(row), setBy: row.bot_id }, over, null)
  const on = row.state === 'enabled'
  if (on) await switchOff({ communityId: row.community_id }, row, 'disabled', 'ended')
  await record({
    ...about(row),
    action: 'integration.ended',
    before: { ends: over.map(({ kind, id, ends_at }) => ({ kind, id, at: ends_at })) },
  })
  if (on) await tell(row, 'integration_ended')
}

async function endPermissions(row: InstallationRow, permissions: readonly string[], count: number): Promise<void> {
  const change = { before: { permissions: row.permissions }, after: { permissions } }
  await record({ ...about(row), action: 'integration.permissions_ended', ...change })
  if (row.state === 'enabled') await tell(row, 'permissions_ended', { count })
}

async function endGroups(
  row: InstallationRow,
  everyone: boolean,
  groupIds: readonly string[],
  left: number,
): Promise<void> {
  const before = { everyone: row.everyone, groupIds: row.group_ids }
  await record({ ...about(row), action: 'integration.grant_ended', before, after: { everyone, groupIds } })
  if (row.state !== 'enabled') return
  if (everyone !== row.everyone) await tell(row, 'integration_everyone_ended', { left: groupIds.length })
  else await tell(row, 'integration_grant_ended', { count: left })
}

/** Once for each end; those that come together in one word. */
async function tellBefore(row: InstallationRow, coming: readonly DueEnd[], now: Date): Promise<void> {
  const fresh: DueEnd[] = []
  for (const end of coming) if ((await setTold(end, now)) > 0) fresh.push(end)
  for (const [kind, said] of before) {
    const of = fresh.filter(end => end.kind === kind)
    if (of.length === 0) continue
    const first = Math.min(...of.map(end => end.ends_at.getTime()))
    const days = Math.max(1, Math.round((first - now.getTime()) / 86_400_000))
    await tell(row, said, { days, count: kind === 'everyone' ? 0 : of.length })
  }
}

const before = [
  ['whole', 'integration_ends'],
  ['everyone', 'integration_groups_end'],
  ['group', 'integration_groups_end'],
  ['permission', 'permissions_end'],
] as const satisfies readonly (readonly [DueEnd['kind'], NotificationKind])[]

const ofRow = (row: InstallationRow) => ({ communityId: row.community_id, installationId: row.id })
const about = (row: InstallationRow) => ({ communityId: row.community_id, subject: 'integration', subjectId: row.id })

async function tell(row: InstallationRow, kind: NotificationKind, values: Record<string, number> = {}): Promise<void> {
  const listed = findListed(row.integration_id)
  const name = listed
    ? sayOf(listed, 'en', 'name')
    : ((await customById(row.community_id, row.integration_id))?.name ?? row.integration_id)
  await notify(
    { communityId: row.community_id },
    {
      kind,
      memberIds: await administratorsOf(row.community_id),
      subjectId: row.id,
      values: { integrationId: row.integration_id, name, ...values },
    },
  )
}

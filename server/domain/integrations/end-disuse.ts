import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { permissions as known } from '../../../contract/permissions.ts'
import { nowDate } from '../../platform/clock.ts'
import { transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { administratorsOf } from '../community/administrators.ts'
import { notify } from '../notifications/notify.ts'
import { switchOff } from './disable-integration.ts'
import {
  listensByWebhook,
  type PermissionUse,
  permissionsUnusedSince,
  setEnded,
  setWarned,
  type Use,
  unusedSince,
} from './disuse.sql.ts'
import { announceInstallation } from './enable-integration.ts'
import { type InstallationRow, lockInstallation, replaceGrant } from './installations.sql.ts'

/** Days without use, and how many of them before the end administrators hear of it (workplace-admin.md 3.5). */
const days = 60
const notice = 7

const daysAgo = (count: number): Date => new Date(nowDate().getTime() - count * 86_400_000)

/**
 * Takes away what nobody uses: a custom integration that neither calls nor listens is switched off, a permission that is not used leaves the grant.
 * Never without a notice a week before; a click gives either back. Runs once a day, on any process.
 */
export async function endDisuse(): Promise<void> {
  const since = daysAgo(days - notice)
  const idle = new Set<string>()
  for (const use of await unusedSince(since)) {
    if (await listensByWebhook(use.community_id, use.installation_id)) continue
    idle.add(use.installation_id)
    await settle(use, [use], {
      permissions: () => [''],
      soon: 'integration_goes_unused',
      ended: 'integration_unused',
      end: switchUnusedOff,
    })
  }
  for (const uses of byInstallation(await permissionsUnusedSince(since))) {
    const [first] = uses
    // What is about to be switched off as a whole is told once, not once more for each of its permissions.
    if (!first || idle.has(first.installation_id)) continue
    const listens = await listensByWebhook(first.community_id, first.installation_id)
    await settle(first, listens ? uses.filter(use => !hears.has(use.permission)) : uses, {
      permissions: due => due.map(use => (use as PermissionUse).permission),
      soon: 'permissions_go_unused',
      ended: 'permissions_unused',
      end: takeAway,
    })
  }
}

/** What is sent to it is sent by these: who listens uses them without a call. */
export const hears: ReadonlySet<string> = new Set(
  known.filter(one => one.kind === 'read' || one.id === 'mention').map(one => one.id),
)

function byInstallation(uses: readonly PermissionUse[]): PermissionUse[][] {
  const found = new Map<string, PermissionUse[]>()
  for (const use of uses) found.set(use.installation_id, [...(found.get(use.installation_id) ?? []), use])
  return [...found.values()]
}

interface Ending {
  readonly permissions: (uses: readonly Use[]) => string[]
  readonly soon: NotificationKind
  readonly ended: NotificationKind
  readonly end: (row: InstallationRow, permissions: readonly string[]) => Promise<void>
}

/** Warns of what was not warned of since its last use, and ends what was, a week ago. Two processes take turns at the row. */
async function settle(about: Use, uses: readonly Use[], ending: Ending): Promise<void> {
  if (uses.length === 0) return
  await transaction(async () => {
    const row = await lockInstallation(about.community_id, about.installation_id)
    if (row?.state !== 'enabled') return
    const now = nowDate()
    const warned = (use: Use): boolean => use.warned_at !== null && use.warned_at >= use.used_at
    const due = uses.filter(
      use => warned(use) && use.used_at < daysAgo(days) && (use.warned_at ?? now) <= daysAgo(notice),
    )
    const fresh = uses.filter(use => !warned(use))
    if (fresh.length > 0) {
      await setWarned(about, ending.permissions(fresh), now)
      await tell(about, ending.soon, fresh.length)
    }
    if (due.length === 0) return
    await ending.end(row, ending.permissions(due))
    await setEnded(about, ending.permissions(due), now)
    await tell(about, ending.ended, due.length)
  })
}

async function switchUnusedOff(row: InstallationRow): Promise<void> {
  await switchOff({ communityId: row.community_id }, row, 'disabled', 'disuse')
  await record({ ...byServer(row), action: 'integration.unused', after: { days } })
}

async function takeAway(row: InstallationRow, permissions: readonly string[]): Promise<void> {
  const left = row.permissions.filter(id => !permissions.includes(id))
  await replaceGrant({
    communityId: row.community_id,
    installationId: row.id,
    permissions: left,
    everyone: row.everyone,
    groupIds: row.group_ids,
    grantedBy: row.bot_id,
  })
  await announceInstallation({ communityId: row.community_id }, row.id)
  await record({
    ...byServer(row),
    action: 'integration.permissions_unused',
    before: { permissions: row.permissions },
    after: { permissions: left },
  })
}

const byServer = (row: InstallationRow) => ({
  communityId: row.community_id,
  subject: 'integration',
  subjectId: row.id,
})

const tell = async (use: Use, kind: NotificationKind, count: number): Promise<void> =>
  notify(
    { communityId: use.community_id },
    {
      kind,
      memberIds: await administratorsOf(use.community_id),
      subjectId: use.installation_id,
      values: { integrationId: use.integration_id, name: use.name, days, notice, count },
    },
  )

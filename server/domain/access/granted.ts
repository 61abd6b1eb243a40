import type { PermissionId } from '../../../contract/permissions.ts'
import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from './actor.ts'
import { ended, everywhere, heldNow } from './reaches.ts'

/** What a bot holds now: its current grant, where its installation is enabled. */
export interface Held {
  readonly permissions: readonly string[]
  /** All groups; else only those chosen. */
  readonly everyone: boolean
}

export async function heldBy(bot: Bot): Promise<Held | undefined> {
  return maybe<Held>(sql`
    select ${heldNow(sql`r`)} as permissions, ${everywhere(sql`r`)} as everyone from installations i
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    where i.community_id = ${bot.communityId} and i.id = ${bot.installationId} and i.state = 'enabled' and i.connection <> 'pending'
      and not ${ended(sql`r`)}`)
}

/** For verbs that no group decides: any of these permissions, over all groups where `whole` is asked for. */
export async function demandGranted(
  bot: Bot,
  permissions: readonly PermissionId[],
  { whole = false } = {},
): Promise<void> {
  const held = await heldBy(bot)
  const granted = held && permissions.some(one => held.permissions.includes(one))
  if (!granted || (whole && !held.everyone)) throw new Refusal('forbidden')
}

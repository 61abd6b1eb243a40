import { maybe, run, sql } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'

export type BotProfile = Readonly<Record<string, unknown>>

/** How the bot greets and what it always offers, as its program set it. */
export const profileOf = async (bot: Bot): Promise<BotProfile> =>
  (
    await maybe<{ profile: BotProfile }>(
      sql`select profile from bot_profiles where community_id = ${bot.communityId} and installation_id = ${bot.installationId}`,
    )
  )?.profile ?? {}

/** Sets some of it; the rest stays. */
export const changeProfile = (bot: Bot, changes: BotProfile): Promise<number> =>
  run(sql`
    insert into bot_profiles (community_id, installation_id, profile) values (${bot.communityId}, ${bot.installationId}, ${JSON.stringify(changes)}::jsonb)
    on conflict (community_id, installation_id) do update set profile = bot_profiles.profile || excluded.profile`)

export const forgetProfile = (bot: Bot, names: readonly string[]): Promise<number> =>
  run(sql`
    update bot_profiles set profile = profile - ${names}::text[]
    where community_id = ${bot.communityId} and installation_id = ${bot.installationId}`)

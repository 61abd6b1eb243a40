/** One look-up for many bots at once: who asks is a column of the batch and not a value of the statement. */
import { type Sql, sql } from '../../platform/db.ts'
import type { Bot, BotInSql } from './actor.ts'

export interface AskedBy {
  readonly community_id: string
  readonly bot_id: string
  readonly installation_id: string
}

export const askedBy = (bot: Bot): AskedBy => ({
  community_id: bot.communityId,
  bot_id: bot.memberId,
  installation_id: bot.installationId,
})

/** The rows of a batch as `b`, each with an `id` that is asked for. */
export const asked = (batch: Sql): Sql =>
  sql`jsonb_to_recordset(${batch}) as b(n int, community_id bigint, bot_id bigint, installation_id bigint, id bigint)`

/** Whoever asks in a row of `asked`. */
export const inBatch: BotInSql = {
  kind: 'bot',
  communityId: sql`b.community_id`,
  memberId: sql`b.bot_id`,
  installationId: sql`b.installation_id`,
}

/** The bot of the installation in a row of `installations` as `i`. */
export const botOfInstallation: BotInSql = {
  kind: 'bot',
  communityId: sql`i.community_id`,
  memberId: sql`i.bot_id`,
  installationId: sql`i.id`,
}

/** The same where its current grant is in a row of `grants` as `r`. */
export const botOfGrant: BotInSql = { ...botOfInstallation, atHand: { installation: sql`i`, grant: sql`r` } }

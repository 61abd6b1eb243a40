/** Reports as programs read them: of what stands in their groups. Who of the people reported is told to nobody but moderators. */
import { rows, type Sql, sql } from '../../platform/db.ts'
import { type Cut, cut, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { visible } from '../access/visible.ts'

export interface Report {
  id: string
  subject_id: string
  post_id: string
  group_id: string
  /** Only the program's own name. */
  reporter_id: string | null
  reason: string
  reported_at: Date
  outcome: string | null
}

const columns = (bot: Bot): Sql => sql`r.id, r.subject_id, r.post_id, r.group_id, r.reported_at, r.outcome,
  case when r.reporter_id = ${bot.memberId} then r.reporter_id end as reporter_id, case when r.reporter_id = ${bot.memberId} then r.reason else '' end as reason`
const tables = sql`reports r join groups g on g.community_id = r.community_id and g.id = r.group_id`

export const reportsById = (bot: Bot, ids: readonly string[]): Promise<Report[]> =>
  rows<Report>(sql`
    select ${columns(bot)} from ${tables}
    where r.community_id = ${bot.communityId} and r.id = any(${ids}::bigint[]) and ${visible(bot, 'group.see', sql`g`)}`)

export const reportPages = async (bot: Bot, window: Window): Promise<Cut<Report>> =>
  cut(
    await rows<Report>(sql`
      select ${columns(bot)} from ${tables}
      where r.community_id = ${bot.communityId} and ${visible(bot, 'group.see', sql`g`)} ${windowed(sql`r.id`, window)}`),
    window,
  )

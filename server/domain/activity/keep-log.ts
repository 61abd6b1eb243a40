/** How long the API log is kept. A day has a part of its own: what is over for everybody is dropped with it, and what is over for one community deleted. */
import type { keptDays, LogSettings } from '../../../contract/api/api-log.ts'
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'

type Days = (typeof keptDays)[number]
const usual: Days = 90
const daysAhead = 8
/** So much longer a row is there than it is promised: an export that begins where the log does can be fetched for a day. */
const graceDays = 1
/** Deleted at once: no delete holds the log for long. */
const mostDeleted = 20_000

export async function logSettings(actor: Person): Promise<LogSettings> {
  demandInCommunity(actor, 'integrations.manage')
  return settingsOf(actor.communityId)
}

export async function changeLogSettings(actor: Person, days: Days): Promise<LogSettings> {
  demandInCommunity(actor, 'integrations.manage')
  await transaction(async () => {
    const before = await settingsOf(actor.communityId)
    await run(sql`
      insert into api_log_settings (community_id, days) values (${actor.communityId}, ${days})
      on conflict (community_id) do update set days = excluded.days`)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'log.kept_for',
      subject: 'log',
      before: { days: before.days },
      after: { days },
      ...cameFrom(actor),
    })
  })
  return settingsOf(actor.communityId)
}

async function settingsOf(communityId: string): Promise<LogSettings> {
  const found = await one<{ days: Days | null; since: Date | null }>(sql`
    select (select days from api_log_settings where community_id = ${communityId}) as days,
      (select at from api_log where community_id = ${communityId} order by at limit 1) as since`)
  return { days: found.days ?? usual, since: found.since?.toISOString() ?? null }
}

/** What this community keeps begins then; `there`: what was before is gone for good. */
export const keptSince = (communityId: string): Promise<{ since: Date; there: Date }> =>
  one<{ since: Date; there: Date }>(sql`
    select now() - make_interval(days => s.days) as since, now() - make_interval(days => s.days + ${graceDays}) as there
    from (select coalesce((select days from api_log_settings where community_id = ${communityId}), ${usual}) as days) as s`)

/** Parts for the days to come, made long before they are needed. */
export async function makeLogDays(): Promise<void> {
  await maybe(sql`select make_api_log_days((now() at time zone 'UTC')::date, ${daysAhead})`)
}

/** Ends what is kept no longer. */
export async function forgetOldCalls(): Promise<void> {
  const { longest } = await one<{ longest: number | null }>(sql`
    select max(coalesce(s.days, ${usual}))::int as longest from communities c left join api_log_settings s on s.community_id = c.id`)
  await maybe(sql`
    select drop_api_log_days(((now() at time zone 'UTC') - make_interval(days => ${(longest ?? usual) + graceDays}))::date)`)
  await deleteOver()
}

/** Rows of communities that keep less than others, and those that have no part of their own. */
async function deleteOver(): Promise<void> {
  for (let deleted = mostDeleted; deleted === mostDeleted; )
    deleted = await run(sql`
      delete from api_log l using (
        select l.community_id, l.at, l.id from communities c
        left join api_log_settings s on s.community_id = c.id
        cross join lateral (
          select l.community_id, l.at, l.id from api_log l
          where l.community_id = c.id and l.at < now() - make_interval(days => coalesce(s.days, ${usual}) + ${graceDays}) limit ${mostDeleted}) as l
        limit ${mostDeleted}
      ) as over where l.community_id = over.community_id and l.at = over.at and l.id = over.id`)
}

import { createHash } from 'node:crypto'
import { type CatchUp, type Client, type Reading, ServiceUnreachable } from '../../../connectors/connector.ts'
import { maybe, rows, run, sql, transaction } from '../../platform/db.ts'
import { enqueue, wakeWorkers } from '../../platform/jobs.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { findListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import { requestContext } from './accept-event.ts'

/** After so many pages the rest is left to the next turn, so that nobody waits for one who was away long. */
const mostPages = 50
const afterTroubleSeconds = 60
const contextOf = (installationId: string): string => `catch_ups:${installationId}`

/** Remembers where an installation stands at its service, before anything is said; does nothing where that is known. */
export async function beginCatchUp(row: InstallationRow): Promise<void> {
  const thin = thinOf(row)
  if (!thin || (await cursorOf(row))) return
  const cursor = await thin.start((await clientFor(row, row.bot_id)) as never)
  await run(sql`
    insert into catch_ups (community_id, installation_id, cursor, next_at)
    values (${row.community_id}, ${row.id}, ${seal(cursor, contextOf(row.id))}, now() + make_interval(secs => ${thin.every}))
    on conflict do nothing`)
}

/** Reads what happened at the service since the last time, page by page: each page's notices and the new cursor are kept together or not at all. */
export async function catchUp(communityId: string, installationId: string): Promise<void> {
  const row = await installationById(communityId, installationId)
  const thin = row && thinOf(row)
  if (row?.state !== 'enabled' || !thin) return
  try {
    const client = await clientFor(row, row.bot_id)
    await beginCatchUp(row)
    for (let page = 0; page < mostPages; page++) if (!(await readPage(row, thin, client))) break
    await put(row, thin.every, null)
  } catch (error) {
    // An account that ended was told to whoever can cure it; what was missed waits behind the cursor.
    if (!(error instanceof ServiceUnreachable || error instanceof AccountNeeded)) throw error
    await put(row, afterTroubleSeconds, error.message)
  }
}

/** Has what changed be read soon: one job stands for all who ask before it begins. */
export async function askToCatchUp(communityId: string, installationId: string): Promise<void> {
  const asked = await run(sql`
    insert into jobs (community_id, kind, payload, installation_id)
    select ${communityId}, 'catch-up', '{}', ${installationId}
    where not exists (
      select from jobs where community_id = ${communityId} and installation_id = ${installationId} and kind = 'catch-up'
        and ended_as is null and leased_until is null)`)
  if (asked > 0) wakeWorkers()
}

/** Wakes those that were not heard of for as long as their connector says; one process takes each. */
export async function catchUpWhereDue(): Promise<void> {
  const due = await rows<{ community_id: string; installation_id: string }>(sql`
    update catch_ups set next_at = now() + interval '5 minutes' where next_at <= now() returning community_id, installation_id`)
  await enqueue(
    ...due.map(one => ({
      communityId: one.community_id,
      kind: 'catch-up',
      payload: {},
      installationId: one.installation_id,
    })),
  )
}

const thinOf = (row: InstallationRow): CatchUp<never> | undefined =>
  findListed(row.integration_id)?.connector.events?.catchUp as CatchUp<never> | undefined

/** One page; answers whether another waits. Where somebody else read it meanwhile, theirs counts. */
async function readPage(row: InstallationRow, thin: CatchUp<never>, client: Client<never>): Promise<boolean> {
  const before = await cursorOf(row)
  if (before === undefined) return false
  const page = await thin.next(client, before, await followedItems(row))
  return transaction(async () => {
    if ((await cursorOf(row, true)) !== before) return false
    await keepReadings(row, page.readings.map(keyed))
    await run(sql`
      update catch_ups set cursor = ${seal(page.cursor, contextOf(row.id))}
      where community_id = ${row.community_id} and installation_id = ${row.id}`)
    return page.more
  })
}

const followedItems = async (row: InstallationRow): Promise<string[]> =>
  (
    await rows<{ item: string }>(
      sql`select distinct item from follows where community_id = ${row.community_id} and installation_id = ${row.id}`,
    )
  ).map(follow => follow.item)

async function cursorOf(row: InstallationRow, lock = false): Promise<string | undefined> {
  const found = await maybe<{ cursor: Buffer }>(sql`
    select cursor from catch_ups where community_id = ${row.community_id} and installation_id = ${row.id} ${lock ? sql`for update` : sql``}`)
  return found && openText(found.cursor, contextOf(row.id))
}

const keyed = (reading: Reading) => ({
  key: createHash('sha256').update(JSON.stringify({ reading })).digest('base64url'),
  reading,
})

/** As if the service had sent each by itself: recorded, then posted by a job; the same one again has no effect. */
export async function keepReadings(
  row: InstallationRow,
  readings: readonly { readonly key: string; readonly reading: Reading }[],
): Promise<void> {
  for (const { key, reading } of readings) {
    const text = JSON.stringify({ reading })
    const kept = await maybe<{ id: string }>(sql`
      insert into inbound_events (community_id, installation_id, delivery_key, outcome, request)
      values (${row.community_id}, ${row.id}, ${`read:${key}`.slice(0, 300)}, 'waiting',
        ${seal(text, requestContext(row.id))})
      on conflict (community_id, installation_id, delivery_key) do nothing
      returning id`)
    if (kept)
      await enqueue({
        communityId: row.community_id,
        kind: 'post-notice',
        payload: { inboundEventId: kept.id },
        installationId: row.id,
      })
  }
}

async function put(row: InstallationRow, seconds: number, problem: string | null): Promise<void> {
  await run(sql`
    update catch_ups set next_at = now() + make_interval(secs => ${seconds}), problem = ${problem},
      caught_at = case when ${problem}::text is null then now() else caught_at end
    where community_id = ${row.community_id} and installation_id = ${row.id}`)
}

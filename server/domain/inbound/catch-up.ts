import { createHash } from 'node:crypto'
import {
  type CatchUp,
  type Client,
  type Reading,
  ServiceRefused,
  ServiceUnreachable,
} from '../../../connectors/connector.ts'
import { rows, run, sql, transaction } from '../../platform/db.ts'
import { enqueue, wakeWorkers } from '../../platform/jobs.ts'
import { findListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { accountOf } from '../linking/accounts.sql.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import {
  dropOthers,
  putCaught,
  putCursor,
  putProblem,
  putStart,
  type Reader,
  readersOf,
  standingOf,
} from './catch-ups.sql.ts'
import { keepReadings } from './keep-readings.ts'

/** After so many pages the rest is left to the next turn, so that nobody waits for one who was away long. */
const mostPages = 50
const afterTroubleSeconds = 60
/** However far away a service says that it may be asked again. */
const longestPauseSeconds = 86_400

/** Remembers where an installation stands at its service, before anything is said; does nothing where that is known. */
export async function beginCatchUp(row: InstallationRow): Promise<void> {
  const thin = thinOf(row)
  if (!thin) return
  for (const reader of await readersOf(row))
    await asReader(row, thin, reader, client => begin(row, thin, reader, client))
}

/** Reads what happened at the service since the last time, page by page: each page's notices and the new cursor are kept together or not at all. */
export async function catchUp(communityId: string, installationId: string): Promise<void> {
  const row = await installationById(communityId, installationId)
  const thin = row && thinOf(row)
  if (row?.state !== 'enabled' || !thin) return
  const readers = await readersOf(row)
  await dropOthers(row, readers)
  const faults: unknown[] = []
  for (const reader of readers) await readAll(row, thin, reader).catch(fault => faults.push(fault))
  if (faults.length > 0) throw faults[0]
}

const readAll = (row: InstallationRow, thin: CatchUp<never>, reader: Reader): Promise<void> =>
  asReader(row, thin, reader, async client => {
    await begin(row, thin, reader, client)
    for (let page = 0; page < mostPages; page++) if (!(await readPage(row, thin, reader, client))) break
    await putCaught(row, reader.memberId, thin.every)
  })

/**
 * Works with the reader's account. What is in the way is kept where administrators see it: an account that ended was told to whoever can cure it, what
 * was missed waits behind the cursor.
 */
async function asReader(
  row: InstallationRow,
  thin: CatchUp<never>,
  { memberId }: Reader,
  work: (client: Client<never>) => Promise<void>,
): Promise<void> {
  try {
    await work(await clientFor(row, memberId))
  } catch (error) {
    const seconds = pauseAfter(error, thin)
    if (seconds === undefined) throw error
    await putProblem(row, memberId, error instanceof Error ? error.message : String(error), seconds)
  }
}

/** Seconds; nothing for a fault of ours. A refusal seldom passes within a minute. */
function pauseAfter(error: unknown, thin: CatchUp<never>): number | undefined {
  if (error instanceof AccountNeeded) return afterTroubleSeconds
  if (error instanceof ServiceRefused) return thin.every
  if (!(error instanceof ServiceUnreachable)) return undefined
  return Math.min(error.retryAfter ?? afterTroubleSeconds, longestPauseSeconds)
}

/** The first time, and again with another account at the service: what one account was told of is nothing to the other. */
async function begin(
  row: InstallationRow,
  thin: CatchUp<never>,
  { memberId }: Reader,
  client: Client<never>,
): Promise<void> {
  const account = (await accountOf(row.community_id, row.id, memberId))?.external_id ?? ''
  const standing = await standingOf(row, memberId)
  if (standing?.cursor !== undefined && standing.account === account) return
  await putStart(row, memberId, { cursor: await thin.start(client), account, every: thin.every })
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
    with due as (
      update catch_ups set next_at = now() + interval '5 minutes' where next_at <= now() returning community_id, installation_id
    )
    select distinct community_id, installation_id from due`)
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
async function readPage(
  row: InstallationRow,
  thin: CatchUp<never>,
  { memberId, items }: Reader,
  client: Client<never>,
): Promise<boolean> {
  const before = (await standingOf(row, memberId))?.cursor
  if (before === undefined) return false
  const page = await thin.next(client, before, items)
  return transaction(async () => {
    if ((await standingOf(row, memberId, true))?.cursor !== before) return false
    await keepReadings(row, page.readings.map(keyed))
    await putCursor(row, memberId, page.cursor)
    return page.more
  })
}

const keyed = (reading: Reading) => ({
  key: createHash('sha256').update(JSON.stringify({ reading })).digest('base64url'),
  reading,
})

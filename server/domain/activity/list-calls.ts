import type { CallFilter, LoggedCall } from '../../../contract/api/api-log.ts'
import type { GroupRef } from '../../../contract/api/integrations.ts'
import { now } from '../../platform/clock.ts'
import { readPlaceCursor, writeCursor } from '../../platform/cursor.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { flushApiLog } from '../api-log/log-call.ts'
import { groupsSeen } from '../integrations/installations.sql.ts'
import { type CallRow, installationIds, isSifted, lookThrough, ofFilter, type Place } from './calls.sql.ts'
import { hiddenFrom } from './hidden-groups.ts'
import { type Named, namesOf } from './integration-names.ts'

type Query = CallFilter & { after?: string | undefined; limit?: number | undefined }

/** Stretches that are looked through: a first one that answers at once, then longer ones until there is enough or it took too long. */
const firstStretch = 4_000
const nextStretch = 40_000
const longestMs = 1_500

/** The API log, newest first, whole or of one integration. */
export async function listCalls(actor: Person, { after, limit = 50, ...filter }: Query) {
  demandInCommunity(actor, 'integrations.manage')
  await flushApiLog()
  const { found, end } = await search(actor, filter, readPlaceCursor(after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = found.length > limit ? last : end
  return {
    items: await present(actor, page),
    next: next ? writeCursor(next.at, next.id) : null,
    searchedTo: found.length > limit || !end ? null : new Date(end.at).toISOString(),
  }
}

/** Rows until there are enough; `end` where the search broke off before the log did. */
async function search(actor: Person, filter: CallFilter, start: Place | undefined, limit: number) {
  const installations = filter.integration ? await installationIds(actor.communityId, filter.integration) : undefined
  const sought = ofFilter(actor.communityId, filter, installations, await hiddenFrom(actor))
  const began = now()
  const found: CallRow[] = []
  let place = start
  for (let most = isSifted(filter) ? firstStretch : limit; ; most = nextStretch) {
    const stretch = await lookThrough(sought, place, limit - found.length, most)
    found.push(...stretch.found)
    if (found.length >= limit || stretch.looked < most || !stretch.edge) return { found, end: undefined }
    place = stretch.edge
    if (now() - began > longestMs) return { found, end: place }
  }
}

async function present(actor: Person, page: readonly CallRow[]): Promise<LoggedCall[]> {
  const names = await namesOf(actor.communityId, actor.language)
  const ids = [...new Set(page.flatMap(row => row.group_id ?? []))]
  const groups = new Map((ids.length > 0 ? await groupsSeen(actor, ids) : []).map(group => [group.id, group]))
  return page.map(row => presentCall(row, names, groups))
}

const presentCall = (
  row: CallRow,
  names: ReadonlyMap<string, Named>,
  groups: ReadonlyMap<string, GroupRef>,
): LoggedCall => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  integration: row.integration_id === null ? null : (names.get(row.integration_id) ?? unnamed(row.integration_id)),
  origin: row.origin,
  appId: row.app_id,
  api: row.api,
  method: row.method,
  path: row.path,
  permission: row.permission,
  groupId: row.group_id,
  group: (row.group_id && groups.get(row.group_id)) || null,
  status: row.status,
  code: row.code,
  durationMs: Math.round(row.duration_ms * 10) / 10,
  bytes: row.bytes,
  address: row.address,
  userAgent: row.user_agent,
  traceId: row.trace_id,
})

/** One that is gone for good still did what it did. */
const unnamed = (id: string): Named => ({ id, name: id, icon: null })

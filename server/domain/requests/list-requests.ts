import type { RequestToDecide, Supporter } from '../../../contract/api/requests.ts'
import { permissions } from '../../../contract/permissions.ts'
import { readIdCursor, readPlaceCursor, readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { getListed } from '../integrations/catalog.ts'
import { groupsSeen, type InstallationRow, installationsOf } from '../integrations/installations.sql.ts'
import { listingOf } from '../integrations/listings.ts'
import { statusOf } from '../integrations/present-integration.ts'
import { judge } from './judge.ts'
import { type Policy, policyOf } from './policies.sql.ts'
import { requestFor } from './present-request.ts'
import { reachedOf } from './reached.sql.ts'
import { countRequests, decidedPage, type RequestRow, requestById, waitingPage } from './requests.sql.ts'
import { supporterOf, supportersPage, wishesOf } from './supporters.sql.ts'

interface Paged {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** What members ask for, an entry an integration: most wanted first; or what was decided, the last first. */
export async function listRequests(actor: Person, asked: Paged & { show?: 'open' | 'decided' | undefined }) {
  demandInCommunity(actor, 'integrations.manage')
  const [{ page, next }, counts] = await Promise.all([
    asked.show === 'decided' ? decided(actor, asked) : waiting(actor, asked),
    countRequests(actor.communityId),
  ])
  return { items: await present(actor, page), next, ...counts }
}

async function waiting({ communityId }: Person, { after, limit = 25 }: Paged) {
  const place = readSortCursor(after)
  const found = await waitingPage(communityId, place && /^-?\d{1,9}$/.test(place.sort) ? place : undefined, limit + 1)
  return pageOf(found, limit, last => writeCursor(String(-last.supporters), last.id))
}

async function decided({ communityId }: Person, { after, limit = 25 }: Paged) {
  const found = await decidedPage(communityId, readPlaceCursor(after), limit + 1)
  return pageOf(found, limit, last => writeCursor(last.place, last.id))
}

function pageOf<Row>(found: readonly Row[], limit: number, place: (last: Row) => string) {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { page, next: found.length > limit && last ? place(last) : null }
}

export async function getRequest(actor: Person, requestId: string): Promise<RequestToDecide> {
  demandInCommunity(actor, 'integrations.manage')
  const row = await requestById(actor.communityId, requestId)
  const [shown] = row ? await present(actor, [row]) : []
  if (!shown) throw new Refusal('not_found')
  return shown
}

/** Who asked, why, and where: of groups that this administrator does not see, how many. */
export async function listSupporters(actor: Person, requestId: string, asked: Paged) {
  demandInCommunity(actor, 'integrations.manage')
  if (!(await requestById(actor.communityId, requestId))) throw new Refusal('not_found')
  const limit = asked.limit ?? 25
  const found = await supportersPage(actor.communityId, requestId, readIdCursor(asked.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const seen = await seenOf(
    actor,
    page.flatMap(one => one.group_ids),
  )
  const items: Supporter[] = page.map(one => {
    const groups = one.group_ids.flatMap(id => seen.get(id) ?? [])
    return {
      member: one.member,
      reason: one.reason,
      groups,
      hiddenGroups: one.group_ids.length - groups.length,
      askedAt: one.asked_at.toISOString(),
      has: one.settled_at !== null,
    }
  })
  return { items, next: found.length > limit && last ? writeCursor(last.member_id) : null }
}

async function present(actor: Person, page: readonly RequestRow[]): Promise<RequestToDecide[]> {
  const [installations, wishes, policy] = await Promise.all([
    installationsOf(actor.communityId),
    wishesOf(
      actor.communityId,
      page.map(row => row.id),
    ),
    policyOf(actor.communityId),
  ])
  const seen = await seenOf(
    actor,
    wishes.map(wish => wish.group_id),
  )
  return Promise.all(
    page.map(async row => {
      const installation = installations.find(one => one.integration_id === row.integration_id)
      const own = wishes.filter(wish => wish.request_id === row.id)
      const reached = installation
        ? await reachedOf(
            actor.communityId,
            installation.id,
            own.map(wish => wish.group_id),
          )
        : new Set<string>()
      const missing = own.filter(wish => !reached.has(wish.group_id))
      const wanted = missing.flatMap(wish => {
        const group = seen.get(wish.group_id)
        return group ? [{ group, people: wish.people }] : []
      })
      const mine = await supporterOf(actor.communityId, row.id, actor.memberId)
      const myGroups = mine ? await groupsSeen(actor, mine.group_ids) : []
      return {
        ...requestFor(actor, row, mine, myGroups),
        ...(await facts(actor, row, installation)),
        fresh: row.seen_at === null || row.last_asked_at > row.seen_at,
        wanted,
        hiddenGroups: missing.length - wanted.length,
        proposed: proposal(policy, row, installation),
      }
    }),
  )
}

const seenOf = async (actor: Person, ids: readonly string[]) =>
  new Map((await groupsSeen(actor, [...new Set(ids)])).map(group => [group.id, group]))

async function facts(actor: Person, row: RequestRow, installation: InstallationRow | undefined) {
  const listing = await listingOf(actor.communityId, row.integration_id)
  const risks = permissions.filter(one => listing.asks.some(asked => asked.id === one.id)).map(one => one.risk)
  return {
    publisher: listing.publisher,
    tagline: listing.tagline(actor.language),
    category: listing.category,
    status: statusOf(installation, 0, row.supporters),
    groupCount: installation && !installation.everyone ? installation.group_ids.length : null,
    risk: Math.max(0, ...risks),
  }
}

function proposal(
  { rules, inForce }: Policy,
  row: RequestRow,
  installation: InstallationRow | undefined,
): RequestToDecide['proposed'] {
  if (row.state !== 'open' || !inForce) return null
  const enabledHere = installation?.state === 'enabled' && installation.connection !== 'pending'
  return judge(rules, getListed(row.integration_id), { enabledHere }).outcome === 'approve' ? 'approve' : null
}

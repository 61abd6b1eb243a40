/**
 * Previews: what a link shows to one viewer. Whoever reads this looks for one thing: that nobody is ever shown another person's view. The scope is
 * checked before the cache, and the cache is keyed by viewer (decision 0006).
 */

import type { Listed } from '../../../connectors/catalog.ts'
import { ServiceUnreachable } from '../../../connectors/connector.ts'
import type { Preview } from '../../../contract/api/previews.ts'
import type { PreviewOutcome } from '../../../contract/preview.ts'
import { now } from '../../platform/clock.ts'
import { harmless } from '../../platform/harmless.ts'
import type { Actor } from '../access/actor.ts'
import { noteUse } from '../integrations/note-use.ts'
import { type AccountRow, accountOf, choiceOf } from '../linking/accounts.sql.ts'
import { clientOf } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import { type Claim, claimOf, claimOfCatalog } from './claim.ts'
import { everyone, type Kept, keepPreview, keptPreview, type PreviewKey } from './kept-previews.ts'
import { openWebCard } from './open-web.ts'
import { heeded, plainCard } from './plain-card.ts'
import { openWeb, presentOutcome, presentPlain, sourceOf } from './present-preview.ts'
import { reachesGroup } from './reach.sql.ts'
import { shareFetch } from './share-fetch.ts'

/** Seconds a card is kept: a person's own short, everyone's longer, bad news shortest, unless the service said when to ask again. */
const kept = { viewer: 60, everyone: 600, bad: 30, longestPause: 3_600 }

/** The card of one address in one group, for one viewer. `refresh` asks the service again. */
export async function previewLink(
  actor: Actor,
  groupId: string,
  url: string,
  { refresh = false } = {},
): Promise<Preview> {
  const claim = await claimOf(actor.communityId, url)
  if (claim) return previewOrPlain(actor, groupId, claim, url, refresh)
  const listed = claimOfCatalog(url)
  const page = await previewOpenWeb(actor, url, refresh)
  return listed ? orAsk(page, listed, actor) : page
}

/** Nobody enabled what would show it: what the open web says of it, and that it can be asked for. */
function orAsk(page: Preview, listed: Listed, actor: Actor): Preview {
  const source = sourceOf(listed, undefined, actor.language)
  if (page.state !== 'shown') return { state: 'off', source }
  return { ...page, ask: { integrationId: listed.connector.id, name: source.name } }
}

/** The same, where it is known whose address it is. */
export async function previewClaimed(
  actor: Actor,
  groupId: string,
  claim: Claim,
  url: string,
  refresh = false,
): Promise<Preview> {
  return (await seeClaimed(actor, groupId, claim, url, refresh)).preview
}

/** What a viewer is shown, and the parts of the thing that their own answer had. */
export interface Seen {
  readonly preview: Preview
  readonly parts: readonly string[]
}

/** The same, for who tells of single parts of the thing. */
export async function seeClaimed(
  actor: Actor,
  groupId: string,
  claim: Claim,
  url: string,
  refresh = false,
): Promise<Seen> {
  const source = sourceOf(claim.listed, claim.row, actor.language)
  const off: Seen = { preview: { state: 'off', source }, parts: [] }
  const reaches = () => reachesGroup(actor.communityId, claim.row.id, groupId, 'preview_links')
  const began = now()
  if (!(await reaches())) return off
  const found = await lookUp(actor, claim, url, refresh)
  // While the service took its time, it may have been switched off here.
  if (found.fetchedAt >= began && !(await reaches())) return off
  if (found.outcome.state === 'account_needed') {
    const choice = await choiceOf(actor.communityId, claim.row.id, actor.memberId)
    return { preview: { state: 'account_needed', source, dismissed: choice?.dismissed ?? false }, parts: [] }
  }
  const parts = (found.outcome.state === 'shown' && found.outcome.parts) || []
  const account =
    found.outcome.state === 'not_yours' ? await accountOf(actor.communityId, claim.row.id, actor.memberId) : undefined
  if ('audience' in found.outcome)
    noteUse({ communityId: actor.communityId, installationId: claim.row.id }, 'preview_links')
  const told = await heeded(actor, groupId, claim, found)
  const mayAct = await mayActHere(actor, groupId, claim)
  return {
    preview: presentOutcome(claim, actor.language, source, told, { account: account?.label ?? null, mayAct }),
    parts,
  }
}

const mayActHere = (actor: Actor, groupId: string, { row }: Claim): Promise<boolean> =>
  reachesGroup(actor.communityId, row.id, groupId, 'act_for_members')

/** The same; where the service shows this viewer nothing, the card that needs no account stands in. It proves no right to anything. */
async function previewOrPlain(
  actor: Actor,
  groupId: string,
  claim: Claim,
  url: string,
  refresh: boolean,
): Promise<Preview> {
  const preview = await previewClaimed(actor, groupId, claim, url, refresh)
  if (preview.state !== 'account_needed' && preview.state !== 'not_yours' && preview.state !== 'gone') return preview
  const card = await plainCard(actor, groupId, claim, preview.state === 'gone')
  return card ? presentPlain(claim, actor.language, preview, card, await mayActHere(actor, groupId, claim)) : preview
}

/** Kept for this viewer, kept for everyone, or asked for now: the service is called once for all who ask at the same time with the same right. */
export async function lookUp(actor: Actor, claim: Claim, url: string, refresh = false): Promise<Kept> {
  const key: PreviewKey = {
    communityId: actor.communityId,
    installationId: claim.row.id,
    url,
    viewerId: actor.memberId,
  }
  return keptOr(key, refresh, async () => {
    const account = await accountOf(key.communityId, key.installationId, key.viewerId)
    const outcome = await ask(claim, account)
    const forAll = 'audience' in outcome && outcome.audience === 'everyone'
    const seconds = !('audience' in outcome) ? pauseAfter(outcome) : forAll ? kept.everyone : kept.viewer
    const found: Kept = { outcome, fetchedAt: now() }
    // That an account is needed is known at once each time, and ends the moment there is one.
    if (outcome.state !== 'account_needed')
      await (forAll
        ? keepPreview({ ...key, viewerId: everyone }, found, seconds)
        : keepPreview(key, found, seconds, account?.id))
    return found
  })
}

/** What is kept, or one call: for all who ask at once, who look at what is kept together, so that nobody who looked just before a call makes another. */
const keptOr = (key: PreviewKey, refresh: boolean, fetch: () => Promise<Kept>): Promise<Kept> =>
  refresh
    ? shareFetch('fresh card', key, fetch)
    : shareFetch('card', key, async () => (await keptPreview(key)) ?? fetch())

const pauseAfter = (outcome: PreviewOutcome): number =>
  outcome.state === 'unreachable' && outcome.retryAfter !== undefined
    ? Math.min(Math.max(outcome.retryAfter, 1), kept.longestPause)
    : kept.bad

async function ask({ listed, row, reference }: Claim, account: AccountRow | undefined): Promise<PreviewOutcome> {
  try {
    const client = await clientOf(row, account, 'preview')
    return harmless((await listed.connector.links?.preview(reference, client)) ?? { state: 'gone' })
  } catch (error) {
    if (error instanceof AccountNeeded) return { state: 'account_needed' }
    if (error instanceof ServiceUnreachable)
      return { state: 'unreachable', ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }) }
    throw error
  }
}

/** A page of the open web is the same for everyone: its own words about itself, fetched by nobody's account. */
async function previewOpenWeb(actor: Actor, url: string, refresh: boolean): Promise<Preview> {
  const key: PreviewKey = { communityId: actor.communityId, installationId: '0', url, viewerId: everyone }
  const found = await keptOr(key, refresh, async () => {
    const outcome = await openWebCard(url)
    const fetched: Kept = { outcome, fetchedAt: now() }
    await keepPreview(key, fetched, outcome.state === 'shown' ? kept.everyone : kept.bad)
    return fetched
  })
  return openWeb(found)
}

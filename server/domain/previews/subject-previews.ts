import type { Preview } from '../../../contract/api/previews.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { groupRules } from '../access/rules.ts'
import { mayChooseNotices } from '../integrations/change-groups-configure.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { hideLink } from '../posts/change-post.ts'
import { hideCommentLink } from '../posts/comments.ts'
import { readableSubject } from '../posts/readable-subject.ts'
import { type Claim, claimOf, claimOfCatalog } from './claim.ts'
import { insteadOf } from './instead-of.ts'
import { linkAt } from './link-at.ts'
import { sourceOf } from './present-preview.ts'
import { previewLink } from './preview-link.ts'
import { reachesGroup } from './reach.sql.ts'

/** The preview of the link at this place of a post or comment that the reader may read. */
export async function previewOf(actor: Person, subjectId: string, place: string, refresh: boolean): Promise<Preview> {
  const link = await linkAt(actor, subjectId, place)
  if (!link) throw new Refusal('not_found')
  if (link.hidden) return { state: 'none' }
  const { groupId, url, facts } = link
  const preview = (refresh ? undefined : link.preview) ?? (await previewLink(actor, groupId, url, { refresh }))
  if (preview.state !== 'shown') return preview
  const thumbnail = `/api/previews/${subjectId}/${place}/thumbnail?at=${Date.parse(preview.fetchedAt)}`
  return {
    ...preview,
    instead: await insteadOf(actor, groupId, preview.source.integrationId),
    mayFollow:
      preview.mayFollow && groupRules['group.route'](facts) && (await mayChoose(actor, preview.source.integrationId)),
    card: { ...preview.card, thumbnail: preview.card.thumbnail === null ? null : thumbnail },
  }
}

async function mayChoose(actor: Person, integrationId: string | null): Promise<boolean> {
  const row = integrationId === null ? undefined : await installationOf(actor.communityId, integrationId)
  return row !== undefined && mayChooseNotices(actor, row)
}

/** The link at this place, of who installed claims it; refused where nobody does. */
export async function claimedLink(
  actor: Person,
  subjectId: string,
  place: string,
): Promise<{ claim: Claim; url: string; groupId: string }> {
  const { group_id, links } = await readableSubject(actor, subjectId)
  const link = links[Number(place)]
  const claim = link && !link.hidden ? await claimOf(actor.communityId, link.url) : undefined
  if (!link || !claim) throw new Refusal('not_found')
  return { claim, url: link.url, groupId: group_id }
}

/** In the composer: who would preview this address here? Calls nobody. */
export async function foreseePreview(actor: Person, url: string, groupId: string) {
  await demand(actor, 'group.read', groupId)
  const claim = await claimOf(actor.communityId, url)
  if (!claim) {
    const listed = claimOfCatalog(url)
    if (listed) return { source: sourceOf(listed, undefined, actor.language), state: 'off' as const }
    return { source: null, state: URL.canParse(url) ? ('open_web' as const) : ('none' as const) }
  }
  const reaches = await reachesGroup(actor.communityId, claim.row.id, groupId, 'preview_links')
  return {
    source: sourceOf(claim.listed, claim.row, actor.language),
    state: reaches ? ('will' as const) : ('off' as const),
  }
}

/** The sender takes the card away, or puts it back. */
export async function hidePreview(actor: Person, subjectId: string, place: string, hidden: boolean): Promise<void> {
  const { post_id } = await readableSubject(actor, subjectId)
  const hide = post_id === subjectId ? hideLink : hideCommentLink
  await hide(actor, subjectId, Number(place), hidden)
}

import { ServiceUnreachable } from '../../../connectors/connector.ts'
import type { Card } from '../../../contract/preview.ts'
import { NotPicture, shrink } from '../../platform/images.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import type { Claim } from './claim.ts'
import { everyone, keepThumbnail, keptThumbnail, type PreviewKey } from './kept-previews.ts'
import { lookUp } from './preview-link.ts'
import { reachesGroup } from './reach.sql.ts'
import { shareFetch } from './share-fetch.ts'
import { claimedLink } from './subject-previews.ts'

const widest = 640

/**
 * The card's picture for this reader, WebP: fetched with their account, made small, kept sealed beside the card it belongs to and no longer. The
 * service's own address of it never reaches a browser.
 */
export async function thumbnailOf(actor: Person, subjectId: string, place: string): Promise<Buffer> {
  const { claim, url, groupId } = await claimedLink(actor, subjectId, place)
  if (!(await reachesGroup(actor.communityId, claim.row.id, groupId, 'preview_links'))) throw new Refusal('not_found')
  const { outcome } = await lookUp(actor, claim, url)
  const card = outcome.state === 'shown' || outcome.state === 'limited' ? outcome.card : undefined
  if (!card?.thumbnail) throw new Refusal('not_found')
  const forAll = 'audience' in outcome && outcome.audience === 'everyone'
  const key: PreviewKey = {
    communityId: actor.communityId,
    installationId: claim.row.id,
    viewerId: forAll ? everyone : actor.memberId,
    url,
  }
  return (await keptThumbnail(key)) ?? shareFetch('picture', key, () => fetchPicture(actor, claim, card.thumbnail, key))
}

/** What is no picture, or cannot be had now, is a card without one. */
async function fetchPicture(
  actor: Person,
  { row }: Claim,
  thumbnail: Card['thumbnail'],
  key: PreviewKey,
): Promise<Buffer> {
  if (!thumbnail) throw new Refusal('not_found')
  try {
    const client = await clientFor(row, actor.memberId, 'preview')
    const answer = await client.call({ ...thumbnail, headers: { accept: 'image/*', ...thumbnail.headers } })
    if (answer.status !== 200) throw new Refusal('not_found')
    const picture = await shrink(answer.bytes, widest)
    await keepThumbnail(key, picture)
    return picture
  } catch (error) {
    if (error instanceof AccountNeeded || error instanceof ServiceUnreachable || error instanceof NotPicture)
      throw new Refusal('not_found')
    throw error
  }
}

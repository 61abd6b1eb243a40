import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Preview, ReadNotice } from '../../../contract/api/previews.ts'
import type { Notice } from '../../../contract/notice.ts'
import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'
import { findListed, getListed, sayOf } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { readablePost } from '../posts/read-posts.ts'
import { presentFacts, sourceOf } from '../previews/present-preview.ts'
import { claimOf, previewClaimed } from '../previews/preview-link.ts'
import { noticeContext } from './post-notice.ts'

/**
 * What a notice says to this reader (design.md rule 1): everyone in the group where its route says so, else only who is shown the thing at the
 * service by their own account. All others read the neutral sentence.
 */
export async function readNotice(actor: Person, postId: string): Promise<ReadNotice> {
  const post = await readablePost(actor, postId)
  const kept = await maybe<{
    installation_id: string
    audience: 'checked' | 'group'
    event: string
    content: Buffer
  }>(sql`
    select installation_id, audience, event, content from notices where community_id = ${actor.communityId} and post_id = ${postId}`)
  const row = kept && (await installationById(actor.communityId, kept.installation_id))
  if (!kept || !row) throw new Refusal('not_found')
  const listed = getListed(row.integration_id)
  const notice: Notice = JSON.parse(openText(kept.content, noticeContext(row.id)))
  const preview = kept.audience === 'group' ? undefined : await check(actor, post.group_id, listed, row, notice)
  const may = preview === undefined || preview.state === 'shown'
  return {
    source: sourceOf(listed, row, actor.language),
    audience: kept.audience,
    neutral: sayOf(listed, actor.language, `notice.neutral.${kept.event}`),
    sentence: may ? sayOf(listed, actor.language, `notice.${notice.key}`, notice.values) : null,
    facts: may ? presentFacts(listed, actor.language, notice.facts) : [],
    link: may ? notice.link : null,
    // Under the sentence a card would say the same twice; what matters is why there is none.
    preview: may ? { state: 'none' } : preview,
  }
}

/**
 * Asks the installation that sent the notice, and no one else: where it no longer claims the address (removed, or not signed in yet) the open web
 * would answer in its place with a sign-in page, which is public and so shown to everyone.
 */
async function check(
  actor: Person,
  groupId: string,
  listed: Listed,
  row: InstallationRow,
  notice: Notice,
): Promise<Preview> {
  const claim = await claimOf(actor.communityId, notice.link)
  if (claim?.row.id !== row.id) return { state: 'off', source: sourceOf(listed, row, actor.language) }
  return previewClaimed(actor, groupId, claim, notice.link)
}

/** What everyone may read of a notice, in any language: given to `posts` at the start. */
export function neutralSentence(integrationId: string, event: string, language: Language): string {
  const listed = findListed(integrationId)
  return listed ? sayOf(listed, language, `notice.neutral.${event}`) : ''
}

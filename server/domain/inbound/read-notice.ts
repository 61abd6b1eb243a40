import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Preview, ReadNotice } from '../../../contract/api/previews.ts'
import type { Notice } from '../../../contract/notice.ts'
import { maybe, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { findListed, getListed, sayOf } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { accountOf, membersByAccount } from '../linking/accounts.sql.ts'
import { readablePost } from '../posts/read-posts.ts'
import { claimOf } from '../previews/claim.ts'
import { presentFacts, sourceOf } from '../previews/present-preview.ts'
import { type Seen, seeClaimed } from '../previews/preview-link.ts'
import { openNotice } from './notice-content.ts'

/** Of what gathered under a notice the newest are read out; the service is asked about each thing once. */
const mostEntries = 20

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
  const later = await entriesOf(row, postId)
  const notices = [openNotice(row.id, kept.content), ...later.map(entry => openNotice(row.id, entry.content))]
  const asked = kept.audience === 'group' ? new Map() : await checkAll(actor, post.group_id, listed, row, notices)
  const names = await membersByAccount(
    row,
    notices.flatMap(notice => Object.values(notice.people ?? {})),
  )
  const [first, ...rest] = notices.map(notice => {
    const seen: Seen | undefined = asked.get(notice.link)
    const told = kept.audience === 'group' ? notice : seen && shownOf(notice, seen)
    return { seen, said: told && tell(listed, actor.language, withMembers(told, names)) }
  })
  const preview = first?.said ? undefined : first?.seen?.preview
  const entries = rest
    .map((entry, n) => ({ at: later[n]?.at.toISOString() ?? '', ...entry }))
    .flatMap(({ at, said }) => (said ? [{ at, ...said }] : []))
    .reverse()
  return {
    source: sourceOf(listed, row, actor.language),
    audience: kept.audience,
    neutral: sayOf(listed, actor.language, `notice.neutral.${kept.event}`),
    sentence: first?.said?.sentence ?? null,
    facts: first?.said?.facts ?? [],
    link: first?.said?.link ?? null,
    // Under the sentence a card would say the same twice; what matters is why there is none.
    preview: preview ? await unseen(actor, row, preview) : { state: 'none' },
    entries,
    hidden: (later[0]?.total ?? 0) - entries.length,
  }
}

/**
 * Of a notice, what the service shows this reader. Right to the thing is not yet right to every part of it: fields, comments and folders are hidden
 * by themselves, and then their values are, too.
 */
function shownOf(notice: Notice, { preview, parts }: Seen): Notice | undefined {
  const has = (name: string): boolean => {
    const part = notice.parts?.[name]
    return part === undefined || parts.includes(part)
  }
  if (preview.state !== 'shown' || !Object.keys(notice.values).every(has)) return undefined
  return { ...notice, facts: notice.facts.filter(fact => has(fact.label)) }
}

/** Why there is no sentence. The card of what lies around it would tell which thing it is about. */
async function unseen(actor: Person, row: InstallationRow, preview: Preview): Promise<Preview> {
  if (preview.state !== 'shown' && preview.state !== 'limited') return preview
  const account = await accountOf(actor.communityId, row.id, actor.memberId)
  return { state: 'not_yours', source: preview.source, accountLabel: account?.label ?? null }
}

interface Entry {
  content: Buffer
  at: Date
  total: number
}

const entriesOf = async (row: InstallationRow, postId: string): Promise<Entry[]> =>
  (
    await rows<Entry>(sql`
      select content, at, count(*) over ()::int as total from notice_entries where community_id = ${row.community_id} and post_id = ${postId}
      order by id desc limit ${mostEntries}`)
  ).reverse()

/** People of ours instead of the service's names, where their account is linked. */
function withMembers(notice: Notice, names: ReadonlyMap<string, string>): Notice {
  const known = Object.entries(notice.people ?? {}).flatMap(([value, account]) => {
    const name = names.get(account)
    return name === undefined ? [] : [[value, name] as const]
  })
  return { ...notice, values: { ...notice.values, ...Object.fromEntries(known) } }
}

const tell = (listed: Listed, language: Language, notice: Notice) => ({
  sentence: sayOf(listed, language, `notice.${notice.key}`, notice.values),
  facts: presentFacts(listed, language, notice.facts),
  link: notice.link,
})

async function checkAll(
  actor: Person,
  groupId: string,
  listed: Listed,
  row: InstallationRow,
  notices: readonly Notice[],
): Promise<Map<string, Seen>> {
  const links = [...new Set(notices.map(notice => notice.link))]
  const found = await Promise.all(links.map(link => check(actor, groupId, listed, row, link)))
  return new Map(links.map((link, n) => [link, found[n] as Seen]))
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
  link: string,
): Promise<Seen> {
  const claim = await claimOf(actor.communityId, link)
  if (claim?.row.id !== row.id)
    return { preview: { state: 'off', source: sourceOf(listed, row, actor.language) }, parts: [] }
  return seeClaimed(actor, groupId, claim, link)
}

/** What everyone may read of a notice, in any language: given to `posts` at the start. */
export function neutralSentence(integrationId: string, event: string, language: Language): string {
  const listed = findListed(integrationId)
  return listed ? sayOf(listed, language, `notice.neutral.${event}`) : ''
}

import type { Language, MemberRef } from '../../../contract/api/basics.ts'
import type { Post } from '../../../contract/api/posts.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { type GroupFacts, groupRules } from '../access/rules.ts'
import { presentFiles } from '../files/present-file.ts'
import type { AuthorColumns, PostRow } from './posts.sql.ts'

/** Who reads: enough to say what they may do with a post, without asking the database again. */
export interface Reader {
  readonly memberId: string
  readonly language: Language
  readonly role: CommunityRole | null
}

/** Says a notice's neutral sentence; given by `integrations` at the start, since a post knows nothing of services. */
export type NeutralSentence = (integrationId: string, event: string, language: Language) => string

let neutralSentence: NeutralSentence = () => ''

export function describeNotices(say: NeutralSentence): void {
  neutralSentence = say
}

export const authorOf = (row: AuthorColumns): MemberRef => ({
  id: row.author_id,
  name: row.author_name,
  kind: row.author_kind,
  picture: row.author_picture,
  title: row.author_title,
})

export function presentPost(row: PostRow, reader: Reader): Post {
  const isNotice = row.notice_event !== null
  const own = row.author_id === reader.memberId
  const facts = factsOf(row, reader)
  return {
    id: row.id,
    group: { id: row.group_id, name: row.group_name, cover: row.group_cover },
    author: authorOf(row),
    text: textFor(row, reader.language),
    format: row.format === 'plain' ? 'plain' : 'markdown',
    links: row.links,
    files: presentFiles(row.files),
    isNotice,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    reactions: { counts: row.counts ?? {}, mine: row.mine },
    commentCount: row.comment_count,
    seenCount: row.seen_count,
    may: {
      edit: own && !isNotice && groupRules['group.comment'](facts),
      delete: own || groupRules['group.moderate'](facts),
      hidePreview: own && row.links.length > 0,
      comment: groupRules['group.comment'](facts),
    },
  }
}

/** What a post says to whoever may read it: of a notice only its neutral sentence (design.md rule 1). */
export const textFor = (row: Pick<PostRow, 'notice_event' | 'integration_id' | 'text'>, language: Language): string =>
  row.notice_event !== null ? neutralSentence(row.integration_id ?? '', row.notice_event, language) : row.text

/** What the reader may do is said by the one rule table; a bot is told by what it tries. */
export const factsOf = (
  row: Pick<PostRow, 'group_privacy' | 'group_archived' | 'my_role'>,
  reader: Reader,
): GroupFacts => ({
  privacy: row.group_privacy,
  archived: row.group_archived,
  membership: row.my_role,
  invited: false,
  role: reader.role,
  adminsPost: false,
  approves: false,
  letsIn: 'privacy',
  inScope: false,
  permissions: [],
})

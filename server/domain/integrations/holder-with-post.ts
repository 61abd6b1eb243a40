import { sql } from '../../platform/db.ts'
import { hashTokenHex } from '../../platform/ids.ts'
import { readTogether } from '../../platform/together.ts'
import { botOfGrant } from '../access/asked-by.ts'
import { forParts, type PlainPost, type PostParts, readablePost } from '../posts/post-pages.sql.ts'
import { type HolderRow, holderColumn, holderFrom, holderTables, type TokenHolder } from './access-tokens.ts'

interface HolderWithPost {
  /** Nobody, where it does not work now. */
  readonly holder: TokenHolder | undefined
  /** Where the holder may read it. */
  readonly post: PlainPost | undefined
}

/** Who calls and what most calls are for, in one look: who holds this token, and the post with this id. */
export async function holderWithPost(token: string, postId: string, parts: PostParts): Promise<HolderWithPost> {
  const row = await read(parts)({ hash: hashTokenHex(token), id: postId })
  return { holder: row && holderFrom(row), post: row?.id == null ? undefined : row }
}

const read = forParts(parts =>
  readTogether<{ hash: string; id: string }, HolderRow & { n: number } & (PlainPost | { id: null })>(
    batch => sql`
      select b.n, ${holderColumn}, p.* from jsonb_to_recordset(${batch}) as b(n int, hash text, id bigint) ${holderTables}
      left join lateral ${readablePost(botOfGrant, sql`b.id`, parts)} as p on true`,
  ),
)

import type { Language, MemberRef } from '../../../contract/api/basics.ts'
import { maybe, rows, run, sql } from '../../platform/db.ts'
import { hashToken, hashTokenHex, newToken } from '../../platform/ids.ts'
import { readTogether } from '../../platform/together.ts'
import type { CallingBot } from '../access/actor.ts'
import { ended, everywhere, heldNow } from '../access/reaches.ts'
import { memberRef } from '../community/member-ref.sql.ts'

/** Who holds a token, and how it must be proved; read from the tables at each call, so that a reset holds at once. */
export interface TokenHolder {
  readonly bot: CallingBot
  readonly appId: string
  readonly permissions: readonly string[]
  readonly everyone: boolean
  readonly requireProof: boolean
  /** Addresses or CIDR blocks; empty: from anywhere. */
  readonly ipAllow: readonly string[]
  /** Sealed: opened only where a proof is to be checked. */
  readonly secret: Buffer
  readonly previousSecret: Buffer | null
}

/** One value of a row: each column is described to us anew at each answer (decision 0029). */
export interface HolderRow {
  holder: HeldToken
}

interface HeldToken {
  community_id: string
  bot_id: string
  installation_id: string
  language: Language
  kills: number
  app_id: string
  permissions: string[]
  everyone: boolean
  require_proof: boolean
  ip_allow: string[]
  /** Base64. */
  secret: string
  previous_secret: string | null
}

/** The holder of a token that works now; nobody where it was reset, ran out, or its integration is off. */
export async function holderOf(token: string): Promise<TokenHolder | undefined> {
  const row = await readHolder({ hash: hashTokenHex(token) })
  return row && holderFrom(row)
}

/** Whose a token is or was, whether it was reset, ran out, or its integration is off. */
export const ownerOfToken = (
  token: string,
): Promise<{ community_id: string; installation_id: string; integration_id: string } | undefined> =>
  maybe(sql`
    select t.community_id, t.installation_id, i.integration_id from access_tokens t
    join installations i on i.community_id = t.community_id and i.id = t.installation_id
    where t.token_hash = ${hashToken(token)}`)

export function holderFrom({ holder: row }: HolderRow): TokenHolder {
  return {
    bot: {
      kind: 'bot',
      communityId: row.community_id,
      memberId: row.bot_id,
      installationId: row.installation_id,
      language: row.language,
      kills: row.kills,
    },
    appId: row.app_id,
    permissions: row.permissions,
    everyone: row.everyone,
    requireProof: row.require_proof,
    ipAllow: row.ip_allow,
    secret: Buffer.from(row.secret, 'base64'),
    previousSecret: row.previous_secret === null ? null : Buffer.from(row.previous_secret, 'base64'),
  }
}

export const holderColumn = sql`json_build_object('community_id', i.community_id::text, 'bot_id', i.bot_id::text, 'installation_id', i.id::text,
  'language', c.language, 'kills', i.kills, 'app_id', a.id::text, 'permissions', ${heldNow(sql`r`)}, 'everyone', ${everywhere(sql`r`)},
  'require_proof', a.require_proof, 'ip_allow', a.ip_allow, 'secret', encode(a.secret, 'base64'),
  'previous_secret', case when a.overlap_ends_at > now() then encode(a.previous_secret, 'base64') end) as holder`

/** Who holds the token in `b.hash`. */
export const holderTables = sql`join access_tokens t on t.token_hash = decode(b.hash, 'hex') and t.revoked_at is null and (t.ends_at is null or t.ends_at > now())
  join installations i on i.community_id = t.community_id and i.id = t.installation_id and i.state = 'enabled'
  join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null and not ${ended(sql`r`)}
  join apps a on a.id = i.integration_id::bigint
  join communities c on c.id = i.community_id and (a.community_id is null or c.plan = 'advanced')`

/** Asked by every call of a program: those that come together share a look-up. */
const readHolder = readTogether<{ hash: string }, HolderRow & { n: number }>(
  batch => sql`select b.n, ${holderColumn} from jsonb_to_recordset(${batch}) as b(n int, hash text) ${holderTables}`,
)

/**
 * A new token; those before it end after `overlapHours` (0: at once). The token itself is answered once and kept nowhere.
 */
export async function issueToken(
  bot: { communityId: string; installationId: string },
  madeBy: string,
  overlapHours = 0,
): Promise<string> {
  const token = newToken()
  await endTokens(bot, overlapHours)
  await run(sql`
    insert into access_tokens (community_id, installation_id, token_hash, made_by)
    values (${bot.communityId}, ${bot.installationId}, ${hashToken(token)}, ${madeBy})`)
  return token
}

/** Ends every token of an installation, after `overlapHours`. */
export const endTokens = (bot: { communityId: string; installationId: string }, overlapHours = 0): Promise<number> =>
  run(sql`
    update access_tokens set ends_at = least(coalesce(ends_at, 'infinity'), now() + make_interval(hours => ${overlapHours})),
      revoked_at = case when ${overlapHours} = 0 then now() else revoked_at end
    where community_id = ${bot.communityId} and installation_id = ${bot.installationId} and revoked_at is null
      and (ends_at is null or ends_at > now())`)

/** Tokens that work now, newest first; the first is the current one. */
export const tokensOf = (communityId: string, installationId: string): Promise<TokenRow[]> =>
  rows<TokenRow>(sql`
    select t.id, t.made_at, t.ends_at,
      ${memberRef(sql`m`)} as made_by
    from access_tokens t join members m on m.community_id = t.community_id and m.id = t.made_by
    where t.community_id = ${communityId} and t.installation_id = ${installationId} and t.revoked_at is null
      and (t.ends_at is null or t.ends_at > now())
    order by t.id desc`)

export interface TokenRow {
  id: string
  made_at: Date
  ends_at: Date | null
  made_by: MemberRef
}

export const revokeToken = (communityId: string, installationId: string, tokenId: string): Promise<number> =>
  run(sql`
    update access_tokens set revoked_at = now()
    where community_id = ${communityId} and installation_id = ${installationId} and id = ${tokenId} and revoked_at is null
      and (ends_at is null or ends_at > now())`)

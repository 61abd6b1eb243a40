/** What a program proves itself with: its secret, sealed, and for a while the one before it. */
import { randomBytes } from 'node:crypto'
import { maybe, run, sql } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'

const contextOf = (appId: string): string => `apps:${appId}`

/** 32 hex digits, as Workplace's were: programs put them into forms of their own. */
const newSecret = (): string => randomBytes(16).toString('hex')

export const openSecret = (appId: string, sealed: Buffer): string => openText(sealed, contextOf(appId))

export async function insertApp(appId: string, communityId: string): Promise<void> {
  await run(sql`
    insert into apps (id, community_id, secret, client_token)
    values (${appId}, ${communityId}, ${seal(newSecret(), contextOf(appId))}, ${newSecret()})`)
}

/** A new secret; the one before it goes on working for `overlapHours`. */
export async function resetSecret(appId: string, overlapHours: number): Promise<string> {
  const secret = newSecret()
  await run(sql`
    update apps set previous_secret = case when ${overlapHours} > 0 then secret end, secret = ${seal(secret, contextOf(appId))},
      overlap_ends_at = case when ${overlapHours} > 0 then now() + make_interval(hours => ${overlapHours}) end
    where id = ${appId}`)
  return secret
}

export interface AppRow {
  id: string
  community_id: string | null
  secret: Buffer
  previous_secret: Buffer | null
  overlap_ends_at: Date | null
  require_proof: boolean
  ip_allow: string[]
  invites_at_once: boolean
  client_token: string
  log_in_addresses: string[]
  device_log_in: boolean
}

export const appById = (appId: string): Promise<AppRow | undefined> =>
  maybe<AppRow>(sql`
    select id, community_id, secret, case when overlap_ends_at > now() then previous_secret end as previous_secret,
      case when overlap_ends_at > now() then overlap_ends_at end as overlap_ends_at, require_proof, ip_allow, invites_at_once,
      client_token, log_in_addresses, device_log_in
    from apps where id = ${appId}`)

/** Secrets that work now, the current one first. */
export const secretsOf = (app: Pick<AppRow, 'id' | 'secret' | 'previous_secret'>): string[] =>
  [app.secret, app.previous_secret].flatMap(sealed => (sealed ? [openSecret(app.id, sealed)] : []))

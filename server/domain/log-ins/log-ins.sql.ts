import { maybe, none, one, run, type Sql, sql } from '../../platform/db.ts'
import type { CallingBot } from '../access/actor.ts'
import { botOfInstallation } from '../access/asked-by.ts'
import { reachedMember } from '../access/reached-members.ts'

/** What may be asked of somebody: who they are always, their address only where it was asked for. */
export const logInScopes = ['openid', 'public_profile', 'email'] as const

/** A program that people sign in to, as long as it is enabled and the community's plan has such programs. */
export interface LogInProgram {
  community_id: string
  installation_id: string
  bot_id: string
  app_id: string
  name: string
  description: string
  logo_key: string | null
  addresses: string[]
  devices: boolean
}

const programColumns = sql`i.community_id, i.id as installation_id, i.bot_id, c.id as app_id, c.name, c.description, c.logo_key,
  a.log_in_addresses as addresses, a.device_log_in as devices`
const programTables = sql`installations i
  join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id and c.deleted_at is null
  join communities y on y.id = i.community_id and y.plan = 'advanced'
  join apps a on a.id = c.id`
const works = sql`i.state = 'enabled'`

/** Of the community where it is asked, if it is one that this member may be asked by: a program for chosen groups asks nobody else. */
export const programFor = (communityId: string, memberId: string, where: Sql): Promise<LogInProgram | undefined> =>
  maybe<LogInProgram>(sql`
    select ${programColumns} from ${programTables}
    join members m on m.community_id = i.community_id and m.id = ${memberId} and m.active
    where i.community_id = ${communityId} and ${works} and ${where} and ${reachedMember(botOfInstallation, sql`m`)}`)

export const programOfApp = (appId: string): Promise<LogInProgram | undefined> =>
  maybe<LogInProgram>(sql`select ${programColumns} from ${programTables} where a.id = ${appId} and ${works}`)

export interface LogInRow {
  id: string
  community_id: string
  installation_id: string
  via: 'dialog' | 'device'
  scopes: string[]
  return_to: string | null
  state: string | null
}

export interface NewLogIn {
  readonly communityId: string
  readonly installationId: string
  readonly via: LogInRow['via']
  readonly scopes: readonly string[]
  readonly returnTo?: string
  readonly state?: string | undefined
  readonly challenge?: string | undefined
  readonly nonce?: string | undefined
  readonly memberId?: string
  readonly sessionId?: string
  readonly typedCode?: string
  /** A device holds its code from the start, for `codeSeconds`. */
  readonly codeHash?: Buffer
  readonly codeSeconds?: number
}

export const insertLogIn = (made: NewLogIn): Promise<{ id: string }> =>
  one<{ id: string }>(sql`
    insert into log_ins (community_id, installation_id, via, scopes, return_to, state, challenge, nonce, member_id, session_id, typed_code, code_hash, code_ends_at)
    values (${made.communityId}, ${made.installationId}, ${made.via}, ${made.scopes}::text[], ${made.returnTo ?? null}, ${made.state ?? null},
      ${made.challenge ?? null}, ${made.nonce ?? null}, ${made.memberId ?? null}, ${made.sessionId ?? null}, ${made.typedCode ?? null},
      ${made.codeHash ?? null}, now() + make_interval(secs => ${made.codeSeconds ?? null}))
    returning id`)

const columns = sql`l.id, l.community_id, l.installation_id, l.via, l.scopes, l.return_to, l.state`

/** Open for ten minutes, in the session that opened it; locked until the transaction ends. */
export const openLogIn = (communityId: string, sessionId: string, id: string): Promise<LogInRow | undefined> =>
  maybe<LogInRow>(sql`
    select ${columns} from log_ins l
    where l.community_id = ${communityId} and l.id = ${id} and l.session_id = ${sessionId} and l.answered_at is null
      and l.asked_at > now() - interval '10 minutes' and (l.via = 'dialog' or l.code_ends_at > now())
    for update of l`)

export const answerLogInRow = (row: LogInRow, allowed: boolean, code: Buffer | undefined): Promise<number> =>
  run(sql`
    update log_ins set answered_at = now(), allowed = ${allowed}
      ${code ? sql`, code_hash = ${code}, code_ends_at = now() + interval '60 seconds'` : none}
    where community_id = ${row.community_id} and id = ${row.id}`)

/** Who holds a token of somebody's, and how it must be proved: read at each call, so that what ends holds at once. */
export interface LoggedIn {
  bot: CallingBot
  log_in_id: string
  app_id: string
  member_id: string
  scopes: string[]
  require_proof: boolean
  ip_allow: string[]
  secret: Buffer
  previous_secret: Buffer | null
  token_ends_at: Date
}

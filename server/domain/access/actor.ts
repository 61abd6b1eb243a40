import type { Language } from '../../../contract/api/basics.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import type { Sql } from '../../platform/db.ts'

/** Everyone who acts: a person in their seat, or an integration's bot. Every verb takes the actor first. */
export type Actor = Person | Bot

export interface Person {
  readonly kind: 'person'
  readonly communityId: string
  readonly memberId: string
  readonly accountId: string
  readonly sessionId: string
  readonly role: CommunityRole
  readonly language: Language
  /** Where the request came from, for the audit. */
  readonly address?: string
  readonly userAgent?: string | null
  /** Two letters, where a proxy says it. */
  readonly country?: string
}

/** A bot as SQL names it: by values, or by columns of a statement that asks for many. */
export interface BotInSql {
  readonly kind: 'bot'
  readonly communityId: string | Sql
  readonly memberId: string | Sql
  readonly installationId: string | Sql
  /** Its installation and that one's current grant, where the statement reads both already: aliases of their rows. */
  readonly atHand?: { readonly installation: Sql; readonly grant: Sql }
}

/** What a bot may do is in its installation's current grant, looked up when it acts: nothing of it is carried along. */
export interface Bot {
  readonly kind: 'bot'
  readonly communityId: string
  readonly memberId: string
  readonly installationId: string
  readonly language: Language
}

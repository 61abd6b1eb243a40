import type { Bot } from '../../domain/access/actor.ts'
import type { ScimRequest } from './read-call.ts'

/** One call of a program: who, what, and where it finds us. */
export interface ScimCall {
  readonly bot: Bot
  readonly request: ScimRequest
  /** Addresses of resources begin with it. */
  readonly base: string
}

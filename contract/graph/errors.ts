/**
 * Errors of the Graph API of Workplace (workplace-graph-api.md 4.2 and 4.3): the envelope, and what each of our refusals is in it.
 * Clients read `message`, `type` and `code`; some retry on 1, 2 and 4.
 */
import type { RefusalCode } from '../refusals.ts'

export interface GraphErrorBody {
  error: {
    message: string
    type: string
    code: number
    error_subcode?: number
    is_transient?: boolean
    error_user_title?: string
    error_user_msg?: string
    fbtrace_id: string
  }
}

export interface GraphProblem {
  readonly status: number
  readonly code: number
  readonly type: 'OAuthException' | 'GraphMethodException' | 'FacebookApiException'
  readonly subcode?: number
}

const oauth = (status: number, code: number, subcode?: number): GraphProblem => ({
  status,
  code,
  type: 'OAuthException',
  ...(subcode !== undefined && { subcode }),
})

/** Closed list of what a call may end in, by our own word. */
export const graphProblems = {
  unknown: { ...oauth(500, 1) },
  away: { ...oauth(503, 2) },
  unknown_method: oauth(400, 3),
  too_many: oauth(429, 4),
  device_pending: oauth(400, 31, 1349174),
  device_expired: oauth(400, 463, 1349152),
  address_refused: oauth(403, 5),
  not_granted: oauth(403, 10),
  bad_parameter: oauth(400, 100),
  missing: { status: 400, code: 100, type: 'GraphMethodException', subcode: 33 },
  code_wrong: oauth(400, 100, 36007),
  token_wrong: oauth(400, 190, 467),
  token_needed: oauth(400, 2500),
  user_token_needed: oauth(400, 15),
  not_allowed: oauth(403, 200),
  may_not_post: oauth(403, 200, 1376025),
  duplicate: oauth(400, 506),
  alias_missing: oauth(404, 803),
  picture_wrong: oauth(400, 324),
  link_unreadable: oauth(400, 1609005),
  verification_failed: oauth(400, 2200),
} as const satisfies Record<string, GraphProblem>

export type GraphProblemName = keyof typeof graphProblems

/** What a refusal of a verb is called at this door; what is not named here is `bad_parameter`. */
export const refusedAs: Partial<Record<RefusalCode | 'fault', GraphProblemName>> = {
  fault: 'unknown',
  database_away: 'away',
  not_found: 'missing',
  forbidden: 'not_allowed',
  callback_refused: 'verification_failed',
  plan_needed: 'not_allowed',
  all_groups_needed: 'not_allowed',
  group_archived: 'not_allowed',
  sign_in_needed: 'token_needed',
  idempotency_conflict: 'duplicate',
  not_a_picture: 'picture_wrong',
  address_unreadable: 'link_unreadable',
}

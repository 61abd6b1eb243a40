/** What a SCIM call may end in, beside success (workplace-scim.md 7): by our own word, with its status and SCIM's own word where it has one. */
import type { GraphProblemName } from '../graph/errors.ts'
import type { RefusalCode } from '../refusals.ts'

export interface ScimProblem {
  readonly status: number
  readonly scimType?: 'invalidFilter' | 'invalidSyntax' | 'invalidPath' | 'invalidValue' | 'noTarget' | 'uniqueness'
}

export const scimProblems = {
  bad_filter: { status: 400, scimType: 'invalidFilter' },
  bad_syntax: { status: 400, scimType: 'invalidSyntax' },
  bad_path: { status: 400, scimType: 'invalidPath' },
  bad_value: { status: 400, scimType: 'invalidValue' },
  no_user_agent: { status: 400 },
  not_for_apps: { status: 403 },
  missing: { status: 404 },
  no_such_method: { status: 405 },
  too_large: { status: 413 },
} as const satisfies Record<string, ScimProblem>

export type ScimProblemName = keyof typeof scimProblems

/** What a refusal of a verb is called here; what is not named is a value that does not do. */
export const scimRefusals: Partial<Record<RefusalCode, ScimProblem>> = {
  not_found: { status: 404 },
  forbidden: { status: 403 },
  plan_needed: { status: 403 },
  all_groups_needed: { status: 403 },
  email_taken: { status: 409, scimType: 'uniqueness' },
  number_taken: { status: 409, scimType: 'uniqueness' },
  name_taken: { status: 409, scimType: 'uniqueness' },
  last_owner: { status: 409 },
  already_claimed: { status: 412 },
  database_away: { status: 503 },
}

/** How callers are turned away: the same check as the Graph's, with statuses of SCIM. */
export const scimOfGraph: Partial<Record<GraphProblemName, ScimProblem>> = {
  token_needed: { status: 401 },
  token_wrong: { status: 401 },
  address_refused: { status: 403 },
  too_many: { status: 429 },
  away: { status: 503 },
}

/** RFC 7644's form, with version 1.1's and Graph's beside it: each kind of program finds the one it reads. */
export interface ScimErrorBody {
  schemas: readonly string[]
  status: string
  scimType?: string
  detail: string
  Errors: { description: string; code: number }[]
  error: { message: string; code: number }
}

/**
 * The closed list of refusals: this actor may not, or asked wrongly (style.md 3.11).
 * Each has an HTTP status here and a sentence `refusals.<code>` in locales/<lang>/refusals.json that says what to do next.
 * What an actor may not see is `not_found`, in status, text and time (design.md rule 7).
 */
export const refusals = {
  sign_in_needed: 401,
  sign_in_failed: 401,
  sign_in_throttled: 429,
  reset_throttled: 429,
  foreign_origin: 403,
  forbidden: 403,
  not_found: 404,
  bad_input: 400,
  too_large: 413,
  unsupported_media: 415,
  database_away: 503,
  link_spent: 410,
  password_weak: 400,
  password_wrong: 403,
  email_taken: 409,
  number_taken: 409,
  name_taken: 409,
  already_set_up: 409,
  setup_code_wrong: 403,
  last_owner: 409,
  not_yourself: 409,
  last_group_admin: 409,
  group_archived: 409,
  already_member: 409,
  idempotency_conflict: 409,
  comment_too_deep: 400,
  already_enabled: 409,
  not_enabled: 409,
  cannot_follow: 409,
  cannot_follow_yours: 409,
  settings_invalid: 400,
  credentials_needed: 400,
  groups_needed: 400,
  service_sign_in_failed: 409,
  service_refused: 409,
  not_possible: 409,
  service_away: 503,
  account_needed: 409,
  action_uncertain: 409,
  acting_not_allowed: 409,
  already_settled: 409,
  in_progress: 409,
  already_claimed: 409,
  plan_needed: 403,
  all_groups_needed: 409,
  callback_refused: 400,
  not_subscribed: 409,
  not_a_picture: 400,
  address_invalid: 400,
  file_not_as_named: 400,
  file_kind_blocked: 400,
  file_too_large: 413,
  file_gone: 409,
  not_a_video: 400,
  too_many_loose_files: 409,
  upload_elsewhere: 409,
  address_unreadable: 400,
  changed_meanwhile: 409,
  policy_changed: 409,
  nothing_to_undo: 409,
  only_custom_leaves: 409,
  notices_kept: 403,
  asked_elsewhere: 409,
  export_over: 410,
  export_not_measured: 503,
  collector_refused: 400,
  log_in_unknown: 404,
  log_in_address: 400,
  log_in_unlike: 400,
  log_in_over: 410,
  typed_code_wrong: 404,
  return_address_wrong: 400,
  author_gone: 409,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof refusals

/** What is wrong with a field of `bad_input`, as its `data.problem`; its sentence is `refusals.problem.<problem>`. */
export type FieldProblem =
  | 'missing'
  | 'blank'
  | 'too_short'
  | 'too_long'
  | 'too_few'
  | 'too_many'
  | 'too_small'
  | 'too_large'
  | 'wrong_kind'
  | 'not_offered'
  | 'malformed'
  | 'nested'
  | 'characters'
  | 'unreadable'
  | 'past'
  | 'far'

/** What the checker of schemas calls it, and what we call it. */
const problems: Readonly<Record<string, FieldProblem>> = {
  required: 'missing',
  minLength: 'too_short',
  maxLength: 'too_long',
  minItems: 'too_few',
  maxItems: 'too_many',
  minimum: 'too_small',
  maximum: 'too_large',
  enum: 'not_offered',
  const: 'not_offered',
  anyOf: 'not_offered',
  type: 'wrong_kind',
}

export const problemOf = (keyword: string | undefined): FieldProblem => problems[keyword ?? ''] ?? 'malformed'

/** What every refused call to /api answers. `message` is in the reader's language; `data` names the field or thing at fault. */
export interface RefusalAnswer {
  error: { code: RefusalCode | 'fault'; message: string; data: Record<string, string | number>; traceId: string }
}

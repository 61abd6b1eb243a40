/**
 * The closed list of reasons why what a service sent became no post. Sentence `reasons.<code>` in locales/<lang>/integrations-said.json: the server
 * says it to the administrator who looks.
 */

/** What a connector may answer when it reads. */
export const readingReasons = [
  'not_for_people',
  'nothing_changed',
  'first_message',
  'gone',
  'no_subject',
  'no_event_name',
  'unknown_event',
  'unreadable',
  'not_readable_there',
  'no_events',
] as const
export type ReadingReason = (typeof readingReasons)[number]

/** What else became of it, here. */
const settlingReasons = [
  'no_route',
  'out_of_scope',
  'read_again',
  'several',
  'account_ended',
  'subscription_ended',
  'failed',
] as const

export const reasons = [...readingReasons, ...settlingReasons] as const
export type Reason = (typeof reasons)[number]

/**
 * Tells one standing of an integration from any other: its grant, which is never edited, whether it is on, and when it ends. What somebody looked at is
 * what they change, or they are told that it changed meanwhile.
 */
export interface Standing {
  readonly grant_id: string
  readonly state: string
  readonly ends: readonly { permission: string; at: string }[]
}

export const revisionOf = ({ grant_id, state, ends }: Standing): string =>
  [grant_id, state, ...ends.map(one => `${one.permission}@${new Date(one.at).getTime()}`).sort()].join(' ')

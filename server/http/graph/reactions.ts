import type { ReactionKind } from '../../../contract/api/posts.ts'

/** Our reactions by Graph's names; *thanks* has none of its own and is told as the nearest. */
const names: Readonly<Record<ReactionKind, string>> = {
  like: 'LIKE',
  love: 'LOVE',
  laugh: 'HAHA',
  wow: 'WOW',
  sad: 'SAD',
  thanks: 'CARE',
}

export const reactionName = (kind: string): string => names[kind as ReactionKind] ?? 'LIKE'

/** Our word for a type asked for; a type that nobody here can choose names nothing, and so nothing is found. */
export function reactionKind(type: string | undefined): string | undefined {
  if (!type) return undefined
  const wanted = type.toUpperCase()
  return Object.entries(names).find(([, name]) => name === wanted)?.[0] ?? wanted
}

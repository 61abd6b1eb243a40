import type { Actor } from '../access/actor.ts'
import type { Reader } from './present-post.ts'

export const readerOf = (actor: Actor): Reader => ({
  memberId: actor.memberId,
  language: actor.language,
  role: actor.kind === 'person' ? actor.role : null,
})

import Type, { type Static } from 'typebox'
import { Done, Id } from './basics.ts'
import { route } from './route.ts'

/** A badge of the company's own, which programs award. */
export const OwnBadge = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  awarded: Type.Integer(),
})
export type OwnBadge = Static<typeof OwnBadge>

export const listBadges = route('GET', '/badges', { answer: Type.Object({ items: Type.Array(OwnBadge) }) })
export const createBadge = route('POST', '/badges', {
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 60 }),
    description: Type.String({ maxLength: 300 }),
  }),
  answer: Type.Object({ id: Id }),
})
export const retireBadge = route('DELETE', '/badges/:badgeId', { answer: Done })

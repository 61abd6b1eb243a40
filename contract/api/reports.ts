import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, Paging, page } from './basics.ts'
import { route } from './route.ts'

/** Something that waits for moderators, with everybody's reports of it. */
export const Reported = Type.Object({
  subjectId: Id,
  kind: Type.Union([Type.Literal('post'), Type.Literal('comment')]),
  postId: Id,
  groupName: Type.String(),
  author: MemberRef,
  text: Type.String(),
  reports: Type.Array(Type.Object({ reporter: Type.String(), reason: Type.String(), at: Instant })),
})
export type Reported = Static<typeof Reported>

/** `subjectId` is a post or a comment. */
export const reportContent = route('POST', '/reports/:subjectId', {
  body: Type.Object({ reason: Type.String({ maxLength: 1_000 }) }),
  answer: Done,
})
export const listReports = route('GET', '/reports', { query: Type.Object(Paging), answer: page(Reported) })
/** Ends all open reports of a thing. */
export const settleReports = route('PUT', '/reports/:subjectId', {
  body: Type.Object({ outcome: Type.Union([Type.Literal('dismissed'), Type.Literal('deleted')]) }),
  answer: Done,
})

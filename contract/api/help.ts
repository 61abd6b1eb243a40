import Type, { type Static } from 'typebox'
import { Done, nullable } from './basics.ts'
import { route } from './route.ts'

/** Whom an article is written for; anybody may read any. */
export const HelpReaders = Type.Union([
  Type.Literal('everyone'),
  Type.Literal('administrators'),
  Type.Literal('developers'),
])
export type HelpReaders = Static<typeof HelpReaders>

/** How many found something helpful and how many did not; for those who administer integrations, `null` for others. */
export const HelpCount = nullable(Type.Object({ yes: Type.Integer(), no: Type.Integer() }))
export type HelpCount = Static<typeof HelpCount>

export const HelpEntry = Type.Object({
  key: Type.String(),
  readers: HelpReaders,
  title: Type.String(),
  /** The names of its sections. */
  sections: Type.Array(Type.Object({ key: Type.String(), title: Type.String() })),
  count: HelpCount,
})
export type HelpEntry = Static<typeof HelpEntry>

/** Texts are Markdown in the reader's language. */
export const HelpSection = Type.Object({
  /** `all` where an article has no sections. */
  key: Type.String(),
  title: nullable(Type.String()),
  text: Type.String(),
  /** The reader's own answer to “Was this helpful?”. */
  helpful: nullable(Type.Boolean()),
  count: HelpCount,
})
export type HelpSection = Static<typeof HelpSection>

export const HelpArticle = Type.Object({
  key: Type.String(),
  readers: HelpReaders,
  title: Type.String(),
  intro: Type.String(),
  sections: Type.Array(HelpSection),
})
export type HelpArticle = Static<typeof HelpArticle>

export const listHelp = route('GET', '/help', { answer: Type.Object({ items: Type.Array(HelpEntry) }) })
export const readHelp = route('GET', '/help/:articleKey', { answer: HelpArticle })
export const answerHelp = route('PUT', '/help/:articleKey/:sectionKey', {
  body: Type.Object({ helpful: Type.Boolean() }),
  answer: Done,
})
export const takeBackHelpAnswer = route('DELETE', '/help/:articleKey/:sectionKey', { answer: Done })

import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable, PageQuery, page } from './basics.ts'
import { route } from './route.ts'

/** A thread that an integration's bot began with the reader, alone or with others. */
export const Thread = Type.Object({
  id: Id,
  title: nullable(Type.String()),
  /** Everybody in it but the reader. */
  members: Type.Array(MemberRef),
  /** How the last message begins. */
  snippet: Type.String(),
  at: Instant,
  unread: Type.Boolean(),
})
export type Thread = Static<typeof Thread>

/** What a button does: opens an address, calls a number, or answers the bot with its own words. */
export const ThreadButton = Type.Object({
  kind: Type.Union([Type.Literal('link'), Type.Literal('call'), Type.Literal('answer')]),
  title: Type.String(),
  /** The address or number; of an answer, which one it is. */
  value: Type.String(),
})
export type ThreadButton = Static<typeof ThreadButton>

export const ThreadCard = Type.Object({
  title: Type.String(),
  text: Type.String(),
  buttons: Type.Array(ThreadButton),
})
export type ThreadCard = Static<typeof ThreadCard>

export const ThreadMessage = Type.Object({
  id: Id,
  author: MemberRef,
  mine: Type.Boolean(),
  /** `came`, `went`, `named`: what happened to the thread; `chat.notice.<text>` is its sentence. */
  notice: Type.Boolean(),
  text: Type.String(),
  /** A file somewhere else, by its address. */
  attachment: nullable(Type.String()),
  cards: Type.Array(ThreadCard),
  /** Offered while nobody answered. */
  answers: Type.Array(ThreadButton),
  createdAt: Instant,
})
export type ThreadMessage = Static<typeof ThreadMessage>

export const listThreads = route('GET', '/threads', { query: PageQuery, answer: page(Thread) })
export const getThread = route('GET', '/threads/:threadId', { answer: Thread })
/** Newest first. Reading it marks the thread as read. */
export const listThreadMessages = route('GET', '/threads/:threadId/messages', {
  query: PageQuery,
  answer: page(ThreadMessage),
})
/** Words of one's own, or one of the answers that a message offered. */
export const answerThread = route('POST', '/threads/:threadId/messages', {
  body: Type.Union([
    Type.Object({ text: Type.String({ minLength: 1, maxLength: 2_000 }) }),
    Type.Object({ messageId: Id, answer: Type.String({ maxLength: 1_000 }) }),
  ]),
  answer: ThreadMessage,
})

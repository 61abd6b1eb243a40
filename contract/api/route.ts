import type { Static, TObject, TSchema } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Names of the `:parameters` in a path. */
type PathNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

export type Params<Path extends string> = { [Name in PathNames<Path>]: string }

/** Who may call at all; everything finer is decided by the verb. */
export type Caller = 'anyone' | 'member'

/**
 * One call of our own JSON interface, under /api: the server registers it, the web calls it, the test matrices walk it.
 * Parameters of the path are ids (digits) unless their name ends in Key.
 */
export interface Route<
  Path extends string = string,
  Query extends TObject | undefined = TObject | undefined,
  Body extends TSchema | undefined = TSchema | undefined,
  Answer extends TSchema = TSchema,
> {
  readonly method: Method
  readonly path: Path
  readonly caller: Caller
  readonly query: Query
  readonly body: Body
  readonly answer: Answer
}

export type QueryOf<R extends Route> = R['query'] extends TObject ? Static<R['query']> : undefined
export type BodyOf<R extends Route> = R['body'] extends TSchema ? Static<R['body']> : undefined
export type AnswerOf<R extends Route> = Static<R['answer']>

interface Shapes<Query extends TObject | undefined, Body extends TSchema | undefined, Answer extends TSchema> {
  caller?: Caller
  query?: Query
  body?: Body
  answer: Answer
}

/** Declares a call: `route('POST', '/groups/:groupId/posts', { body: NewPost, answer: Post })`. */
export function route<
  const Path extends string,
  Answer extends TSchema,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(method: Method, path: Path, shapes: Shapes<Query, Body, Answer>): Route<Path, Query, Body, Answer> {
  const { caller = 'member', query, body, answer } = shapes
  return { method, path, caller, query: query as Query, body: body as Body, answer }
}
